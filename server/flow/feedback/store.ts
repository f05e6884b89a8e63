// Reads of tickets made for a person, and the one act on them: the department's answer.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor, Transaction } from '../../../db/client.ts';
import { type Scope, within } from '../../access/scope.ts';
import { InstantKey } from '../../kernel/page.ts';
import { Problem } from '../../kernel/problem.ts';
import { placeSql } from '../alerts/store.ts';
import { TICKET_VIEWS, type TicketAnswer, type TicketFilter, type TicketRow } from './model.ts';

type View = (typeof TICKET_VIEWS)[number];

/** Whose tickets somebody sees: their department's, or those of their areas. An empty scope sees none. */
export function ticketsSeenBy(scope: Scope): SQL {
  if (scope.department !== null) return sql`t.department = ${scope.department}`;
  return within(scope, sql`t.county_code`, sql`t.area_code`);
}

function viewSql(view: View, now: Date): SQL {
  if (view === 'all') return sql`true`;
  if (view === 'overdue') return sql`(t.state = 'open' and t.due_at < ${now.toISOString()})`;
  return sql`t.state = ${view}`;
}

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;

/** As stored: codes; whoever shows it puts their words beside them. `place` and `taskId` are null for a department. */
export type StoredTicket = Omit<TicketRow, 'departmentNames' | 'title' | 'rule' | 'outcome'> & {
  ruleId: string | null;
  ruleVersionId: number | null;
};

/** The cursor of a page: the instant it is ordered by, and the id of its last row. */
export const TicketCursor = z.tuple([InstantKey, z.uuid()]);
export type TicketCursor = z.infer<typeof TicketCursor>;

export interface TicketQuery extends TicketFilter {
  limit: number;
  after: TicketCursor | undefined;
  now: Date;
}

/** One page and the count of each view: what is to be answered soonest due first, the others newest first. */
export async function listTickets(
  tx: Executor,
  scope: Scope,
  query: TicketQuery,
): Promise<{ items: StoredTicket[]; next: TicketCursor | null; counts: Record<View, number> }> {
  const { now, limit } = query;
  const isOwn = scope.department !== null;
  const seen = sql.join(
    [
      ticketsSeenBy(scope),
      ...(query.area ? [sql`t.area_code ^@ ${query.area}`] : []),
      ...(query.department ? [sql`t.department = ${query.department}`] : []),
    ],
    sql` and `,
  );
  const isToAnswer = query.state === 'open' || query.state === 'overdue';
  const key = isToAnswer ? sql`t.due_at` : sql`t.opened_at`;
  const order = sql.raw(isToAnswer ? 'asc' : 'desc');
  const beyond = sql.raw(isToAnswer ? '>' : '<');
  const after = query.after
    ? sql`and (${key}, t.id) ${beyond} (${query.after[0]}::timestamptz, ${query.after[1]}::uuid)`
    : sql``;
  const where = isOwn ? sql`null` : placeSql(sql`t.area_code`);
  const task = isOwn ? sql`null::uuid` : sql`t.task_id`;
  const rows = await tx.execute<StoredTicket & { key: string }>(sql`
    select t.id, t.state, (${viewSql('overdue', now)}) as "isOverdue", t.department, t.dataset, t.batch_id as "batchId",
      b.file_name as "fileName", t.line, ${iso(sql`b.received_at`)} as "receivedAt", b.in_force_until is not null as "isReplaced",
      a.rule_id as "ruleId", a.rule_version_id as "ruleVersionId", t.outcome_code as "outcomeCode",
      ${iso(sql`t.opened_at`)} as "openedAt", ${iso(sql`t.due_at`)} as "dueAt", t.answer_code as "answerCode", t.answer,
      ${iso(sql`t.answered_at`)} as "answeredAt", ${where} as place, ${task} as "taskId", t.version, (${key})::text as key
    from tickets t join batches b on b.id = t.batch_id join alerts a on a.id = t.alert_id
    where ${seen} and ${viewSql(query.state, now)} ${after} order by ${key} ${order}, t.id ${order} limit ${limit + 1}`);
  const [counts] = await tx.execute<Record<View, number>>(
    sql`select ${sql.join(
      TICKET_VIEWS.map((view) => sql`(count(*) filter (where ${viewSql(view, now)}))::int as ${sql.identifier(view)}`),
      sql`, `,
    )} from tickets t where ${seen}`,
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ key: _, ...row }) => row),
    next: rows.length > limit && last ? [last.key, last.id] : null,
    counts: counts!,
  };
}

export interface Answering extends TicketAnswer {
  id: string;
  /** The version the caller has seen; left out at the command line. */
  version?: number;
  now: Date;
  /** The account; null at the command line. */
  by: string | null;
}

/**
 * Writes a department's answer, once: absent or another's is 404, answered already 409, changed since 412. A batch named as the
 * correction must be a later one of the same department and dataset, and in force. Returns the ticket's place and new version.
 */
export async function answerTicket(
  tx: Transaction,
  seen: SQL,
  { id, version, code, text, batchId, now, by }: Answering,
): Promise<{ area: string; version: number }> {
  const [ticket] = await tx.execute<{ state: string; version: number; batch: number; corrects: string | null }>(sql`
    select t.state, t.version, t.batch_id as batch, (select c.file_name from batches c where c.id = ${batchId ?? null}::bigint
        and c.department = t.department and c.dataset = t.dataset and c.id > t.batch_id and c.status = 'accepted') as corrects
    from tickets t where t.id = ${id}::uuid and ${seen} for update of t`);
  if (!ticket) throw new Problem('not-found');
  if (ticket.state !== 'open')
    throw new Problem('state-conflict', '这张单子已经答复过了。 / This ticket has been answered.');
  if (version !== undefined && version !== ticket.version) throw new Problem('version-conflict');
  if (batchId !== undefined && ticket.corrects === null) {
    const detail =
      '更正批次须是本部门同一数据集后来收下的批次。 / Name a later batch of your own department and the same dataset that is in force.';
    throw new Problem('wrong-input', undefined, [{ pointer: '/batchId', detail }]);
  }
  const answer = batchId === undefined ? text : `${text}\n${CORRECTED_BY} ${batchId}：${ticket.corrects}`;
  const [answered] = await tx.execute<{ area: string; version: number }>(sql`
    update tickets t set state = 'answered', answer_code = ${code}, answer = ${answer}, answered_at = ${now.toISOString()},
      answered_by = ${by}::uuid, version = version + 1
    where t.id = ${id}::uuid returning t.area_code as area, t.version`);
  return answered!;
}

/** Which batch corrects the row stands under the answer, so that whoever reads it needs no look into the batches. */
const CORRECTED_BY = '更正批次 Corrected by batch';
