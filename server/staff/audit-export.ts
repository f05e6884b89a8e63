// The log as a workbook: the entries, and a sheet that says which they are, when they were taken and by whom.
import type { Executor } from '../../db/client.ts';
import { listEntries } from '../audit/list.ts';
import type { AuditWanted } from '../audit/model.ts';
import { writeXlsx } from '../flow/ingest/write-xlsx.ts';
import { dayOf } from '../kernel/clock.ts';

const MOST = 20_000;
const HEADINGS = [
  ...['编号 Entry', '时间 Time', '账号 Account', '姓名 Name', '动作 Action', '对象 Subject', '对象编号 Subject id'],
  ...['地区代码 Area code', '地区 Area', '细节 Details', '链上序号 In the chain'],
];

/** The instant on the province's wall clock, to the second. */
function wallTime(at: string): string {
  return new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The newest entries under a filter, at most 20,000; whether there were more stands on the second sheet. */
export async function exportAudit(
  tx: Executor,
  wanted: AuditWanted,
  of: { by: string; now: Date },
): Promise<{ name: string; content: Buffer; rows: number }> {
  const found = await listEntries(tx, wanted, { limit: MOST + 1 });
  const entries = found.slice(0, MOST);
  const rows = entries.map((entry) => [
    ...[String(entry.id), wallTime(entry.at), entry.actor, entry.actorName, entry.action, entry.subjectKind],
    ...[entry.subjectId, entry.areaCode, entry.areaName, JSON.stringify(entry.details)],
    entry.sequence === null ? '' : String(entry.sequence),
  ]);
  const filter = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`]));
  const about = [
    ['项目 Item', '内容 Content'],
    ['筛选 Filter', filter.join('; ') || '全部 everything'],
    ['条数 Entries', String(entries.length)],
    ['是否还有 More', found.length > MOST ? '有，只取了最新的 yes, the newest only' : '没有 no'],
    ['导出人 Taken by', of.by],
    ['导出时间 Taken at', wallTime(of.now.toISOString())],
  ];
  const content = writeXlsx([
    { name: '日志 Log', rows: [HEADINGS, ...rows], widths: [10, 20, 20, 14, 22, 14, 38, 14, 16, 60, 12] },
    { name: '说明 About', rows: about, widths: [18, 60] },
  ]);
  return { name: `查阅记录_${dayOf(of.now)}.xlsx`, content, rows: entries.length };
}
