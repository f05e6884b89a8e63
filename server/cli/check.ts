// `shouwang check`: what a department's file would meet at the door. Needs no database and changes nothing.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../config.ts';
import { loadContracts } from '../flow/ingest/load.ts';
import { reasonOf } from '../flow/ingest/reject-file.ts';
import { type FileReport, reportFile } from '../flow/ingest/report.ts';
import { filesOf } from './files.ts';

export async function check(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { period: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw new Error('请给出文件或文件夹。 / Give a file or a folder.');
  const contracts = await loadContracts(join(PROJECT_ROOT, 'rules', 'datasets'));
  let isClean = true;
  for (const { path } of (await Promise.all(positionals.map(filesOf))).flat()) {
    const report = await reportFile(path, contracts, values.period ? { period: values.period } : {});
    if (report.refused || rejectedIn(report) > 0) isClean = false;
    console.log(values.json ? JSON.stringify(report) : inWords(report));
  }
  return isClean ? 0 : 1;
}

function rejectedIn({ rejected = {} }: FileReport): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0);
}

function inWords(report: FileReport): string {
  const { refused, title, period, encoding, accepted, rejected = {}, rejects = [] } = report;
  if (refused) return `${report.file}\n  收不下 refused (${refused.reason})\n  ${refused.zh}\n  ${refused.en}`;
  const total = rejectedIn(report);
  const codes = Object.entries(rejected).map(([code, count]) => `${code} ${count}`);
  const list = (words: string[] = []) => words.join('、');
  return [
    report.file,
    `  ${title?.zh} ${report.dataset}  ${period}  ${encoding}  第${report.headingLine}行是表头 heading on line ${report.headingLine}`,
    `  可收 accepted ${accepted}，退回 rejected ${total}${total > 0 ? `（${codes.join('，')}）` : ''}`,
    ...(report.unknownHeadings?.length ? [`  不认识的列 unknown headings: ${list(report.unknownHeadings)}`] : []),
    ...(report.absentColumns?.length ? [`  没有的列 absent columns: ${list(report.absentColumns)}`] : []),
    ...rejects.map((reject) => `  · ${reasonOf({ ...reject, cells: [] })}`),
    ...(total > rejects.length ? [`  … 还有 ${total - rejects.length} 行 more`] : []),
  ].join('\n');
}
