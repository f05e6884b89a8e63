// Each board as a workbook: the same figures as on the page, with how they are counted.
import { z } from 'zod';
import { mayDo } from '../../access/model.ts';
import { defineRoute, type Route } from '../../access/route.ts';
import type { Catalogue } from '../../catalogue.ts';
import { orNotFound } from '../../kernel/problem.ts';
import type { TableCell } from '../../kernel/table-text.ts';
import { type ExportOf, exportFile, percent } from '../export.ts';
import { filterWords, type Language, levelName } from '../filter-words.ts';
import { BOARDS, type Board, BoardFilter, type Stages } from './model.ts';
import { type BoardQuestion, readCounties, readFunnel, readTime } from './read.ts';
import { readWorkload } from './workload.ts';

type Table = Pick<ExportOf, 'title' | 'heading' | 'rows' | 'notes'> & {
  area: { code: string; name: string };
  from?: string;
  until?: string;
};
type Asked = Parameters<typeof readFunnel> extends [infer T, infer S, unknown] ? { tx: T; scope: S } : never;

export function boardExportRoutes(catalogue: Catalogue): Route[] {
  return BOARDS.map((board) =>
    defineRoute({
      method: 'GET',
      url: `/api/boards/${board}/export`,
      action: 'board.export',
      isTrusted: true,
      summary: 'This board as a workbook',
      query: BoardFilter.extend({ language: z.enum(['zh', 'en']).default('zh') }),
      response: z.string().describe('a workbook'),
      async handle({ tx, scope, user, query: { language, ...filter }, now, record }) {
        const withNames = mayDo(user.role, 'task.read');
        const question = { filter, catalogue, now, withNames };
        const { area, from, until, ...table } = orNotFound(await TABLES[board]({ tx, scope }, question, language));
        await record({
          ...{ subjectKind: 'board', subjectId: board, areaCode: area.code },
          details: { rows: table.rows.length, filter },
        });
        const asked = {
          ...filter,
          subject: 'need',
          state: 'all',
          ...(from && { from }),
          ...(until && { until }),
        } as const;
        const words = from ? filterWords(asked, area.name, { catalogue, language }) : area.name;
        const author = `${user.name} ${user.username}`;
        return exportFile({ ...table, now, language, author, filter: words });
      },
    }),
  );
}

type Reader = (
  asked: Asked,
  question: BoardQuestion & { withNames: boolean },
  language: Language,
) => Promise<Table | undefined>;

const TABLES: Record<Board, Reader> = {
  async funnel({ tx, scope }, question, language) {
    const board = await readFunnel(tx, scope, question);
    const say = chooser(language);
    return (
      board && {
        ...board,
        title: say('走到哪步', 'How far it came'),
        heading: say(
          ['地区', '发现', '已派', '到门', '属实', '已帮', '未走就解除'],
          ['Place', 'Found', 'Dispatched', 'Visited', 'Confirmed', 'Helped', 'Lapsed unvisited'],
        ),
        rows: [...board.rows, { ...board.area, ...board.whole }].map((row) => [
          ...[row.name, row.found, row.dispatched, row.visited, row.confirmed, row.helped, row.lapsed],
        ]),
        notes: [
          say(
            '按预警条数。属实：办结结果说预警对。已帮：结果为 A1 至 A12（纳入、救助、转办）。',
            'In alerts. Confirmed: the outcome says the warning was right. Helped: outcomes A1 to A12.',
          ),
        ],
      }
    );
  },
  async time({ tx, scope }, question, language) {
    const board = await readTime(tx, scope, question);
    const say = chooser(language);
    return (
      board && {
        ...board,
        title: say('到门时效', 'Time to the door'),
        heading: say(
          ['级别', '预警', '到门', '中位（小时）', '九成（小时）', '按时 %', '超期没人去'],
          ['Level', 'Alerts', 'Visited', 'Median (hours)', 'Nine in ten (hours)', 'In time %', 'Late, nobody there'],
        ),
        rows: board.rows.map((row): TableCell[] => [
          ...[levelName(row.severity, language), row.alerts, row.visited, rounded(row.median), rounded(row.ninth)],
          ...[percent(row.inTime, row.decided), row.waitingLate],
        ]),
      }
    );
  },
  async workload({ tx, scope }, { filter, now, withNames }, language) {
    const board = await readWorkload(tx, scope, { area: filter.area, now, withNames });
    const say = chooser(language);
    const people = (board?.people ?? []).map((one): TableCell[] => [
      ...[one.name, one.place, one.inHand, one.capacity, one.dueSoon, one.overdue, one.toConfirm],
    ]);
    const places = (board?.rows ?? []).map((row): TableCell[] => [
      ...[null, row.name, row.inHand, row.capacity, row.dueSoon, row.overdue, row.toConfirm],
    ]);
    return (
      board && {
        area: board.area,
        title: say('协理员工作量', 'Workload'),
        heading: say(
          ['姓名', '地区', '在手', '能拿', '48 小时内到期', '超期', '等确认'],
          ['Name', 'Place', 'In hand', 'Capacity', 'Due in 48 hours', 'Overdue', 'To confirm'],
        ),
        rows: [...places, ...people],
      }
    );
  },
  async counties({ tx, scope }, question, language) {
    const board = await readCounties(tx, scope, question);
    const say = chooser(language);
    const line = (name: string, row: Stages & { households: number }): TableCell[] => [
      ...[name, row.households, row.found],
      row.households > 0 ? Math.round((10_000 * row.found) / row.households) / 10 : null,
      ...[
        percent(row.inTime, row.decided),
        row.decided,
        percent(row.confirmed, row.verified),
        row.verified,
        row.overdue,
      ],
    ];
    return (
      board && {
        ...board,
        title: say('各县比较', 'County beside county'),
        heading: say(
          ['县（市、区）', '在册户', '发现', '每千户', '按时到门 %', '已到期', '属实 %', '已核实', '现超期'],
          ['County', 'Households', 'Found', 'Per 1,000', 'In time %', 'Decided', 'Confirmed %', 'Verified', 'Late now'],
        ),
        rows: [...board.rows.map((row) => line(row.name, row)), line(say('合计', 'All together'), board.whole)],
      }
    );
  },
};

function chooser(language: Language) {
  return <T>(zh: T, en: T): T => (language === 'zh' ? zh : en);
}

function rounded(hours: number | null): number | null {
  return hours === null ? null : Math.round(hours * 10) / 10;
}
