// The board of late work: what was told to which level, since when it is late, and who has taken note.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../../../db/client.ts';
import { mayDo } from '../../../access/model.ts';
import { defineRoute, type Route, type SignedIn } from '../../../access/route.ts';
import { encodeCursor, InstantKey, pageOf, readCursor } from '../../../kernel/page.ts';
import type { RuleVersions } from '../../rules/versions.ts';
import { whyNotAcknowledged, whyNotExtended } from '../clock-routes.ts';
import { LEVELS, type Level } from '../model.ts';
import { COLUMNS, JOINED, present, type Stored } from '../rows.ts';
import { DUE, ESCALATED, type Person, seenBy } from '../store.ts';
import { EscalationCounts, EscalationFilter, EscalationRow } from './model.ts';

const Cursor = z.tuple([InstantKey, z.uuid()]);
type Query = Omit<z.output<typeof EscalationFilter>, 'after'> & {
  after: z.infer<typeof Cursor> | undefined;
  now: Date;
};
type Late = Stored & { key: string; due: string; told: string; noter: string | null; note: string | null };

/** The route of the board. */
export function escalationRoute({ versions }: { versions: RuleVersions }): Route {
  return defineRoute({
    method: 'GET',
    url: '/api/escalations',
    action: 'task.read',
    summary: 'Late work of which a level was told, the longest late first, and who has taken note of it',
    query: EscalationFilter,
    response: pageOf(EscalationRow).extend({ levels: EscalationCounts }),
    async handle({ tx, scope, user, query, now, record }) {
      const after = readCursor(query.after, Cursor);
      const page = await listEscalations(tx, { user, scope }, versions, { ...query, after, now });
      if (page.items.length > 0)
        await record({
          subjectKind: 'task-list',
          subjectId: 'escalations',
          details: { tasks: page.items.map((item) => item.id) },
        });
      return { ...page, next: page.next && encodeCursor(page.next) };
    },
  });
}

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;

async function listEscalations(tx: Executor, { user, scope }: Person, versions: RuleVersions, query: Query) {
  const { area, level, noted, limit, after, now } = query;
  const here = sql`${seenBy(user, scope)} and ${ESCALATED} and ${DUE} < ${now.toISOString()} ${area ? sql`and t.area_code ^@ ${area}` : sql``}`;
  const asked = sql`${level ? sql`and t.escalation_level = ${level}` : sql``}
    ${noted === undefined ? sql`` : sql`and (t.acknowledged_at is not null) = ${noted}`}
    ${after ? sql`and (${DUE}, t.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}`;
  const rows =
    await tx.execute<Late>(sql`select ${COLUMNS}, (${DUE})::text as key, ${iso(DUE)} as due, ${iso(sql`t.escalated_at`)} as told,
      case when t.acknowledged_at is not null then coalesce(n.name, '') end as noter, case when t.acknowledged_at is not null then t.acknowledged_note end as note
    from (select t.* from tasks t where ${here} ${asked} order by ${DUE}, t.id limit ${limit + 1}) t ${JOINED}
    left join users n on n.id = t.acknowledged_by order by ${DUE}, t.id`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const told = await present(tx, shown, { versions, user, now });
  return {
    items: told.map((row, index) => ({ ...row, ...lateness(shown[index]!), ...rightsOf(user, row) })),
    next: rows.length > limit && last ? ([last.key, last.id] satisfies z.infer<typeof Cursor>) : null,
    levels: await countLevels(tx, here),
  };
}

const lateness = (row: Late) => ({
  dueAt: row.due,
  toldAt: row.told,
  acknowledgedBy: row.noter,
  acknowledgedNote: row.note,
});

const rightsOf = (user: SignedIn, row: Parameters<typeof whyNotExtended>[0]) => ({
  mayAcknowledge: mayDo(user.role, 'task.acknowledge') && !whyNotAcknowledged(user, row),
  mayExtend: mayDo(user.role, 'task.extend') && !whyNotExtended(row),
});

async function countLevels(tx: Executor, here: SQL): Promise<EscalationCounts> {
  const counts = await tx.execute<{ level: Level; open: number; noted: number }>(sql`select t.escalation_level as level,
      (count(*) filter (where t.acknowledged_at is null))::int as open, (count(*) filter (where t.acknowledged_at is not null))::int as noted
    from tasks t where ${here} group by 1`);
  const found = new Map(counts.map(({ level, open, noted }) => [level, { open, noted }]));
  return Object.fromEntries(
    LEVELS.map((level) => [level, found.get(level) ?? { open: 0, noted: 0 }]),
  ) as EscalationCounts;
}
