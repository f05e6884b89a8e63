// What becomes of the rule files of rules/ at a start. Run twice, nothing changes; what people decided here is never overridden.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { recordSet } from '../../audit/record-set.ts';
import { hashDefinition } from './book.ts';

interface Stored extends Record<string, unknown> {
  id: number;
  version: number;
  origin: 'shipped' | 'local';
  status: 'draft' | 'scheduled' | 'published' | 'retired';
  /** It has been in force. */
  was_published: boolean;
  by_person: boolean;
  is_same: boolean;
}

/** Why the system retired a rule: its note, by which a start knows that the file may bring the rule back. */
const GONE = 'rules/ 中已没有这条规则 / no longer in rules/';

/**
 * Takes the shipped definitions in. A file that is new or changed is a version in force at once, and retires the shipped one before it.
 * Where a version drafted here is in force or scheduled, or a person retired the rule, it becomes a draft for people to decide on.
 * A rule whose file is gone is retired by the system, and comes back with its file; one changed here stays.
 */
export async function publishShipped(
  tx: Transaction,
  definitions: readonly { readonly id: string }[],
  now: Date,
): Promise<void> {
  for (const definition of definitions) await takeIn(tx, definition, now);
  const gone = await tx.execute<{ rule_id: string; version: number }>(sql`
    update rule_versions set status = 'retired', retired_at = ${now.toISOString()}, note = ${GONE}
    where status = 'published' and origin = 'shipped' and rule_id <> all(${sql.param(definitions.map((one) => one.id))}::text[])
    returning rule_id, version`);
  for (const { rule_id: ruleId, version } of gone)
    await tell(tx, now, { act: 'rule.retire', ruleId, version, said: GONE });
}

async function takeIn(tx: Transaction, definition: { readonly id: string }, now: Date): Promise<void> {
  const ruleId = definition.id;
  const text = JSON.stringify(definition);
  const versions = await tx.execute<Stored>(sql`select id, version, origin, status, retired_by is not null as by_person,
      published_at is not null as was_published, definition = ${text}::jsonb as is_same
    from rule_versions where rule_id = ${ruleId} order by version`);
  const shipped = versions.findLast((one) => one.origin === 'shipped');
  const inForce = versions.find((one) => one.status === 'published');
  const last = versions.findLast((one) => one.was_published);
  // Its file was away, and is back.
  const isBack = !inForce && last?.origin === 'shipped' && last.status === 'retired' && !last.by_person;
  if (shipped?.is_same && !isBack) return;
  const isDecidedHere =
    inForce?.origin === 'local' ||
    versions.some((one) => one.status === 'scheduled') ||
    (last !== undefined && !inForce && !isBack);
  const at = now.toISOString();
  const version = (versions.at(-1)?.version ?? 0) + 1;
  const hash = hashDefinition(definition);
  if (!isDecidedHere) {
    await tx.execute(sql`update rule_versions set status = 'retired', retired_at = ${at}
      where rule_id = ${ruleId} and status = 'published'`);
    await tx.execute(sql`insert into rule_versions (rule_id, version, hash, definition, status, published_at)
      values (${ruleId}, ${version}, ${hash}, ${text}::jsonb, 'published', ${at})`);
    if (last)
      await tell(tx, now, { act: 'rule.publish', ruleId, version, said: '规则文件有新版 / a new version of the file' });
    return;
  }
  const said =
    '规则文件有新版，本地已另作决定，存为草案 / the file has a new version; kept as a draft, since people decided here';
  const basedOn = inForce?.version ?? last?.version ?? null;
  if (shipped?.status === 'draft')
    await tx.execute(sql`update rule_versions set definition = ${text}::jsonb, hash = ${hash}, based_on = ${basedOn},
      drafted_at = ${at}, revision = revision + 1 where id = ${shipped.id}`);
  else
    await tx.execute(sql`insert into rule_versions (rule_id, version, hash, definition, status, note, based_on, drafted_at)
      values (${ruleId}, ${version}, ${hash}, ${text}::jsonb, 'draft', ${said}, ${basedOn}, ${at})`);
  await tell(tx, now, {
    act: 'rule.draft',
    ruleId,
    version: shipped?.status === 'draft' ? shipped.version : version,
    said,
  });
}

async function tell(tx: Transaction, now: Date, of: { act: string; ruleId: string; version: number; said: string }) {
  const { act, ruleId, version, said } = of;
  console.error(JSON.stringify({ level: 'warn', rule: ruleId, version, said }));
  await recordSet(tx, now, act, 'rule', [{ id: ruleId, area: '22', details: { version, origin: 'shipped', said } }]);
}
