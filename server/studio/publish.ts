// Publishing and retiring, by somebody who is not the author. A published version comes into force by the turn of its day.
import { sql } from 'drizzle-orm';
import type { AuditNote } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { readBook } from '../flow/rules/book.ts';
import { dayOf } from '../kernel/clock.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import { checkDraft, toErrors } from './check.ts';
import { aboutOf, wrong } from './content.ts';
import { type Acting, FILED, findDraft, findVersions, noteOf, type StoredVersion, takeTurns } from './drafts.ts';

/**
 * Schedules a draft for a day, today at soonest; the next turn of that day puts it in force. A draft that equals the newest shipped
 * version is the shipped one again, so that later files take its place by themselves. Returns the version's number and the log's note.
 */
export async function publishDraft(
  { tx, user, now }: Acting,
  catalogue: Catalogue,
  { id, from }: { id: number; from: string },
): Promise<{ ruleId: string; number: number; note: AuditNote }> {
  await takeTurns(tx);
  const draft = await findDraft(tx, id);
  if (draft.draftedBy === user.id)
    throw new Problem(
      'not-allowed',
      '起草和发布要两个人：自己起草的不能自己发布。 / Two people: who drafted it does not publish it.',
    );
  if (from < dayOf(now)) throw wrong('/from', `不能早于今天（${dayOf(now)}）。`, `Not before today (${dayOf(now)}).`);
  const { rule, faults } = checkDraft(draft.definition, catalogue, (await readBook(tx, catalogue.book)).rules);
  if (!rule)
    throw new Problem(
      'wrong-input',
      '草案还有错，先改好再发布。 / The draft has faults: mend them first.',
      toErrors(faults),
    );
  const others = await findVersions(tx, sql`rule_id = ${draft.ruleId} and id <> ${id}`, true);
  const waiting = others.find((one) => one.status === 'scheduled');
  if (waiting)
    throw new Problem(
      'state-conflict',
      `第 ${waiting.number} 版已排定，请先撤下。 / Version ${waiting.number} is scheduled: take it back first.`,
    );
  // Numbers tell the order of coming into force, not of drafting.
  const newest = Math.max(0, ...others.map((one) => one.number));
  const isOvertaken = others.some((one) => one.number > draft.number && one.status !== 'draft');
  const number = isOvertaken ? newest + 1 : draft.number;
  await tx.execute(sql`update rule_versions v set status = 'scheduled', version = ${number}, in_force_from = ${from}::date,
      published_by = ${user.id}::uuid, published_at = ${now.toISOString()},
      origin = case when v.definition = (select s.definition from rule_versions s where s.rule_id = v.rule_id and s.origin = 'shipped'
        and s.id <> v.id order by s.version desc limit 1) then 'shipped' else v.origin end
    where v.id = ${id}`);
  return { ruleId: draft.ruleId, number, note: noteOf({ ...draft, number }, { from }) };
}

/**
 * Retires what is in force and what is scheduled of a rule. The next turn ends its findings as rule-retired, which resolves nothing:
 * open alerts stay with whoever is on the way.
 */
export async function retireRule({ tx, user, now }: Acting, ruleId: string, reason: string): Promise<AuditNote> {
  await takeTurns(tx);
  const versions = await findVersions(tx, sql`rule_id = ${ruleId}`, true);
  orNotFound(versions[0]);
  if (versions.some((one) => aboutOf(one.definition) !== 'household'))
    throw new Problem('state-conflict', `${FILED.zh} / ${FILED.en}`);
  const ended: StoredVersion[] = versions.filter((one) => one.status === 'published' || one.status === 'scheduled');
  if (ended.length === 0)
    throw new Problem('state-conflict', '这条规则没有在用的版本。 / No version of this rule is in force.');
  const at = now.toISOString();
  await tx.execute(sql`update rule_versions set published_at = case status when 'scheduled' then null else published_at end,
      status = 'retired', retired_by = ${user.id}::uuid, retired_at = ${at}, note = concat_ws('；', note, ${reason}::text)
    where id = any(${sql.param(ended.map((one) => one.id))}::bigint[])`);
  return noteOf(ended.find((one) => one.status === 'published') ?? ended[0]!, { reason });
}
