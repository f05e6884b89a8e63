// The board of visits by the calendar, as a page and as a workbook, and the list of what is late.
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import type { RoutinePolicy } from '../../flow/tasks/routine/policy.ts';
import { encodeCursor, pageOf, readCursor } from '../../kernel/page.ts';
import { orNotFound } from '../../kernel/problem.ts';
import { exportFile, percent } from '../export.ts';
import { OverdueFilter, OverdueRow, RoutineBoard, RoutineBoardFilter, type RoutineFigures } from './model.ts';
import { listOverdue, OverdueCursor, readRoutineBoard } from './read.ts';

/** Sums over whole counties run as the flow role with the scope in the statement, as the other boards do. */
export function routineBoardRoutes({ groups, unseen }: RoutinePolicy): Route[] {
  return [
    defineRoute({
      method: 'GET',
      url: '/api/routine/board',
      action: 'routine.read',
      isTrusted: true,
      summary: 'Visits by the calendar that fell due in a month: who was seen, by place and by group',
      query: RoutineBoardFilter,
      response: RoutineBoard,
      handle: async ({ tx, scope, query, now }) =>
        orNotFound(await readRoutineBoard(tx, scope, { filter: query, now, unseen })),
    }),
    defineRoute({
      method: 'GET',
      url: '/api/routine/board/export',
      action: 'routine.export',
      isTrusted: true,
      summary: 'This board as a workbook',
      query: RoutineBoardFilter.extend({ language: z.enum(['zh', 'en']).default('zh') }),
      response: z.string().describe('a workbook'),
      async handle({ tx, scope, user, query: { language, ...filter }, now, record }) {
        const board = orNotFound(await readRoutineBoard(tx, scope, { filter, now, unseen }));
        const say = <T>(zh: T, en: T) => (language === 'zh' ? zh : en);
        const line = (name: string, row: RoutineFigures) => [
          ...[name, row.due, row.inTime, row.late, row.missing, row.ahead, row.inNeed],
          percent(row.inTime + row.late, row.due - row.ahead),
        ];
        const nameOf = (id: string) => groups.find((group) => group.id === id)?.names[language] ?? id;
        const rows = [
          ...board.rows.map((row) => line(row.name, row)),
          line(say(`${board.area.name}合计`, `${board.area.name}, all`), board.whole),
          ...board.groups.map((row) => line(nameOf(row.id), row)),
        ];
        await record({
          ...{ subjectKind: 'board', subjectId: 'routine', areaCode: board.area.code },
          details: { rows: rows.length, filter },
        });
        const asked = [board.area.name, board.month, ...(filter.group ? [nameOf(filter.group)] : [])];
        return exportFile({
          ...{ title: say('定期探访', 'Visits by the calendar'), now, language, rows },
          ...{ filter: asked.join(' '), author: `${user.name} ${user.username}` },
          heading: say(
            ['地区或对象', '应访', '按期见到', '逾期见到', '没见到', '还没到期', '有需求', '见到 %'],
            ['Place or group', 'Due', 'Seen in time', 'Seen late', 'Not seen', 'Still to come', 'In need', 'Seen %'],
          ),
          notes: [
            say(
              '按到期日所在的月。一户属于几类时，各类都计，合计只计一次。见到 % 不含还没到期的。',
              'By the month of the day due. A household of several groups counts in each and once in all. Seen %: without those still to come.',
            ),
          ],
        });
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/routine/overdue',
      action: 'routine.read',
      summary: 'Visits by the calendar whose day is over, the longest late first',
      query: OverdueFilter,
      response: pageOf(OverdueRow),
      async handle({ tx, scope, query, now, record }) {
        const after = readCursor(query.after, OverdueCursor);
        const { area, group, limit } = query;
        const page = await listOverdue(tx, scope, {
          ...(area && { area }),
          ...(group && { group }),
          limit,
          after,
          now,
        });
        if (page.items.length > 0)
          await record({
            ...{ subjectKind: 'task-list', subjectId: 'routine-overdue' },
            details: { tasks: page.items.map((one) => one.taskId) },
          });
        return { items: page.items, next: page.next && encodeCursor(page.next) };
      },
    }),
  ];
}
