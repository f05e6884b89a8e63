// Data-quality tickets: where a visit found the rows behind a warning wrong, the departments that sent them are asked.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { recordSet } from '../../audit/record-set.ts';
import { dayOf, instantAt } from '../../kernel/clock.ts';
import type { Deadlines } from '../tasks/deadlines.ts';
import { addWorkdays } from '../tasks/workdays.ts';
import type { Turn } from '../turn.ts';

/** rules/tickets.yaml. */
export const TicketTerms = z.strictObject({ answer_days: z.int().positive(), most_rows: z.int().positive() });

/** The terms, and the outcome codes that need a ticket. */
export type TicketPolicy = z.infer<typeof TicketTerms> & { codes: readonly string[] };

export interface TicketNeeds {
  tickets: TicketPolicy;
  deadlines: Pick<Deadlines, 'workdays'>;
}

const CLOSING_TIME = '17:30';

/**
 * Opens one ticket for each row (batch, line) behind the alerts just learnt of: rows in, the newest first and at most so many a task;
 * tickets out, each to its batch's department. A row that a clerk took in after all is asked about in the batch it first came in; what
 * our own work stated is no department's, and a batch that was taken back since needs no ticket. Called with the alerts whose outcome
 * was written in this transaction, so a second turn has none to open.
 */
export async function openTickets(
  { tx, now, hint, tickets: policy, deadlines }: Turn & TicketNeeds,
  alertIds: readonly string[],
): Promise<number> {
  if (alertIds.length === 0) return 0;
  const at = now.toISOString();
  const due = instantAt(addWorkdays(dayOf(now), policy.answer_days, deadlines.workdays), CLOSING_TIME);
  const opened = await tx.execute<{ id: string; area: string; department: string }>(sql`
    insert into tickets (id, department, dataset, batch_id, line, alert_id, task_id, visit_id, county_code, area_code, outcome_code,
      state, opened_at, due_at)
    select new_id(${at}::timestamptz), department, dataset, batch_id, line, alert_id, task_id, visit_id, county_code, area_code,
      outcome_code, 'open', ${at}, ${due.toISOString()}
    from (
      select *, row_number() over (partition by task_id order by on_date desc, batch_id desc, line) as place
      from (
        select distinct on (o.task_id, b.id, e.line) o.task_id, o.alert_id, o.visit_id, o.county_code, o.area_code, o.outcome_code,
          b.department, b.dataset, b.id as batch_id, e.line, e.on_date
        from outcomes o join alert_evidence e on e.alert_id = o.alert_id
          join batches told on told.id = e.batch_id
          join batches b on b.id = coalesce(told.adds_to, told.id) and b.origin in ('delivery', 'push') and b.status <> 'withdrawn'
        where o.alert_id = any(${sql.param([...alertIds])}::uuid[]) and o.outcome_code = any(${sql.param([...policy.codes])}::text[])
          and b.department is not null
        order by o.task_id, b.id, e.line, e.on_date desc, o.alert_id
      ) row_once
    ) ranked where place <= ${policy.most_rows}
    on conflict (task_id, batch_id, line) do nothing returning id, area_code as area, department`);
  const entries = opened.map(({ id, area, department }) => ({ id, area, details: { department } }));
  await recordSet(tx, now, 'ticket.open', 'ticket', entries);
  for (const { area } of opened) hint('ticket.open', area);
  return opened.length;
}
