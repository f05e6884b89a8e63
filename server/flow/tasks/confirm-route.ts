// Confirming what a visit found. With nothing left to do the task closes, and its alerts with it.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Call, defineRoute, type Route } from '../../access/route.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import { closeAlerts } from '../alerts/close.ts';
import { readBook } from '../rules/book.ts';
import type { RuleBook } from '../rules/load.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { readHeld } from './held/read.ts';
import { ConfirmInput } from './model.ts';
import { checkGiver } from './move-routes.ts';
import { findTask } from './rows.ts';
import { moveTask } from './store.ts';

const ById = z.object({ id: z.uuid() });

interface Needs {
  book: RuleBook;
  versions: RuleVersions;
}

/** The route that ends a task; it needs the rules' cool-downs. */
export function confirmRoute(needs: Needs): Route {
  return defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/confirm',
    action: 'task.confirm',
    summary: 'Confirm what the visit found; with nothing left to do the task and its alerts close',
    needsVersion: true,
    startsCycle: true,
    params: ById,
    body: ConfirmInput,
    response: z.object({ id: z.uuid(), version: z.number() }),
    handle: (call) => confirmTask(call, needs),
  });
}

type ConfirmCall = Call<z.output<typeof ById>, undefined, z.output<typeof ConfirmInput>>;

async function confirmTask(
  { tx, scope, user, params, body, version, now, record }: ConfirmCall,
  { book, versions }: Needs,
) {
  const person = { user, scope };
  const { row } = orNotFound(await findTask(tx, person, params.id, { versions, now }));
  checkGiver(user, row);
  if (row.kind !== 'second-look' && user.role !== 'township-officer')
    throw new Problem(
      'state-conflict',
      '核查结果由乡镇确认，县级只确认复查。 / The township confirms what a visit found; the county confirms second looks only.',
    );
  // What holds; of two outcomes between which nobody has chosen, that of the visit that answered the task.
  const held = (await readHeld(tx, [params.id])).get(params.id)?.values.outcomeCode ?? null;
  const outcome = sql`outcome_code = coalesce(${held}::text,
    (select v.outcome_code from visits v where v.task_id = t.id order by v.submitted_at desc, v.id desc limit 1))`;
  const confirmed = await moveTask(tx, person, { id: params.id, move: 'confirm', version, now, set: outcome });
  await record({
    subjectKind: 'task',
    subjectId: params.id,
    areaCode: confirmed.area,
    details: body.note ? { note: body.note } : {},
  });
  // Assistance that is still to be delivered would keep it confirmed; a note on the visit is all there is so far.
  const closed = await moveTask(tx, person, { id: params.id, move: 'close', now });
  const alerts = await tx.execute<{ id: string }>(
    sql`select alert_id as id from task_alerts where task_id = ${params.id}::uuid`,
  );
  const { rules } = await readBook(tx, book);
  const ids = await closeAlerts(
    tx,
    alerts.map((alert) => alert.id),
    Object.fromEntries(rules.map((rule) => [rule.id, rule.definition.cooldown])),
    now,
  );
  await record({
    action: 'task.close',
    subjectKind: 'task',
    subjectId: params.id,
    areaCode: closed.area,
    details: { alerts: ids },
  });
  for (const id of ids)
    await record({ action: 'alert.close', subjectKind: 'alert', subjectId: id, areaCode: closed.area });
  return { id: params.id, version: closed.version };
}
