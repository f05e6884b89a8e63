// Which of two clashing values holds, as whoever was at the door says: added once, both values kept, never changed.
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Transaction } from '../../db/client.ts';
import type { SignedIn } from '../access/route.ts';
import type { Clash } from '../flow/tasks/model.ts';
import { Problem } from '../kernel/problem.ts';
import type { ChoiceInput } from './model.ts';

interface Chooser {
  tx: Transaction;
  user: SignedIn;
  now: Date;
}

/**
 * Writes the choices down; returns the fields in question, with the task and place of their visit. A visit that is not theirs, or without clashes, is 404; a field that does
 * not clash 422; one that was chosen otherwise before 409, chosen alike nothing.
 */
export async function choose(
  { tx, user, now }: Chooser,
  { visitId, choices }: z.output<typeof ChoiceInput>,
): Promise<{ area: string; task: string; fields: string[] }> {
  const [change] = await tx.execute<{ clashes: Clash[]; area: string; task: string }>(sql`
    select clashes, area_code as area, task_id as task from field_changes
    where id = ${visitId}::uuid and user_id = ${user.id}::uuid and clashes is not null`);
  if (!change) throw new Problem('not-found');
  const fields = Object.keys(choices);
  const wanted = change.clashes.filter(({ field }) => fields.includes(field));
  if (wanted.length < fields.length)
    throw new Problem('wrong-input', undefined, [
      { pointer: '/choices', detail: '这一项没有两种说法。 / There are no two values of this.' },
    ]);
  const rows = wanted.map(({ field, mine, theirs }) => ({ field, mine, theirs, chosen: choices[field] }));
  await tx.execute(sql`
    insert into visit_choices (visit_id, field, task_id, county_code, area_code, chosen, mine, theirs, chosen_by, chosen_at)
    select c.id, r.field, c.task_id, c.county_code, c.area_code, r.chosen, r.mine, r.theirs, ${user.id}::uuid, ${now.toISOString()}
    from field_changes c, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(field text, chosen text, mine jsonb, theirs jsonb)
    where c.id = ${visitId}::uuid on conflict (visit_id, field) do nothing`);
  const chosen = await readChoices(tx, visitId);
  if (fields.some((field) => chosen.get(field) !== choices[field]))
    throw new Problem(
      'state-conflict',
      '已经选过另一份，先选的算数。 / The other was chosen before; the first choice stays.',
    );
  return { area: change.area, task: change.task, fields };
}

/** What has been chosen of a visit's clashes. */
export async function readChoices(tx: Transaction, visitId: string): Promise<Map<string, string>> {
  const rows = await tx.execute<{ field: string; chosen: string }>(
    sql`select field, chosen from visit_choices where visit_id = ${visitId}::uuid`,
  );
  return new Map(rows.map(({ field, chosen }) => [field, chosen]));
}
