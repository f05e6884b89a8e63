// Alerts whose subject is a source: late, or unlike its own history. They follow what ingest says of its health, turn by turn.
import { sql } from 'drizzle-orm';
import { recordSet } from '../../audit/record-set.ts';
import type { Contract } from '../ingest/contract.ts';
import { readSourceHealth, type SourceHealth } from '../ingest/source-health.ts';
import type { SourceRule } from '../rules/source-rule.ts';
import type { Turn } from '../turn.ts';
import { isHolding } from './due.ts';

export interface SourceNeeds {
  contracts: readonly Contract[];
  sourceRules: readonly SourceRule[];
}

/** The province: a source belongs to no county. */
const PROVINCE = '22';

/**
 * Raises an alert for each source and rule that its health speaks for, tells open ones anew, resolves those that are over. An episode is
 * the period owed, or the delivery that is unusual. Looks only in whole turns and after deliveries: nothing else changes a source.
 */
export async function raiseSourceAlerts({
  tx,
  now,
  asOf,
  touchedBy,
  contracts,
  sourceRules,
  hint,
}: Turn & SourceNeeds): Promise<number> {
  if (touchedBy !== 'everything') {
    const [came] = await tx.execute<{ some: boolean }>(
      sql`select exists (select 1 from touched_households where cycle_id = ${touchedBy} and batch_id is not null) as some`,
    );
    if (!came?.some) return 0;
  }
  const at = now.toISOString();
  const told = (await readSourceHealth(tx, contracts, asOf)).flatMap((health) => tellOf(health, sourceRules, asOf));
  await tx.execute(sql`create temporary table told_sources on commit drop as
    select t.*, v.id as rule_version_id from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
      as t(rule_id text, subject_id bigint, event_key text, class text, severity text, "values" jsonb)
    join rule_versions v on v.rule_id = t.rule_id and v.status = 'published'`);
  const ended = await tx.execute<{
    id: string;
    area: string;
  }>(sql`update alerts a set state = 'resolved', ended_at = ${at},
      end_reason = 'contradicted', version = version + 1
    where a.state = 'open' and a.subject_kind = 'source' and not exists (select 1 from told_sources t
      where t.rule_id = a.rule_id and t.subject_id = a.subject_id and t.event_key = a.event_key)
    returning a.id, a.area_code as area`);
  const changed =
    await tx.execute(sql`update alerts a set "values" = t."values", version = version + 1 from told_sources t
    where a.state = 'open' and a.subject_kind = 'source' and a.rule_id = t.rule_id and a.subject_id = t.subject_id
      and a."values" - 'as_of' is distinct from t."values" - 'as_of'`);
  const raised = await tx.execute<{ id: string; area: string }>(sql`
    insert into alerts (id, rule_version_id, rule_id, subject_kind, subject_id, event_key, county_code, area_code, class, severity, state,
      raised_at, "values")
    select new_id(${at}::timestamptz), t.rule_version_id, t.rule_id, 'source', t.subject_id, t.event_key, ${PROVINCE}, ${PROVINCE}, t.class,
      t.severity, 'open', ${at}, t."values"
    from told_sources t where not exists (select 1 from alerts a where a.subject_kind = 'source' and a.rule_id = t.rule_id
      and a.subject_id = t.subject_id and (a.state = 'open' or (a.state = 'closed' and a.event_key = t.event_key)))
      and not exists (select 1 from silences s where s.rule_id = t.rule_id and s.area_code = ${PROVINCE} and ${isHolding(now)})
    returning id, area_code as area`);
  await recordSet(
    tx,
    now,
    'alert.end',
    'alert',
    ended.map(({ id, area }) => ({ id, area, details: { reason: 'contradicted' } })),
  );
  await recordSet(tx, now, 'alert.raise', 'alert', [...raised]);
  if (ended.length > 0) hint('alert.end', PROVINCE);
  if (raised.length > 0) hint('alert.raise', PROVINCE);
  return ended.length + changed.count + raised.length;
}

function tellOf({ contract, id, owed, received, faults }: SourceHealth, rules: readonly SourceRule[], asOf: string) {
  if (id === null) return [];
  return rules.flatMap((rule) => {
    const own = faults.filter((fault) => rule.health.includes(fault.kind));
    if (own.length === 0) return [];
    const isLate = own.some((fault) => fault.kind === 'late');
    const said = {
      zh: `${contract.title.zh}：${own.map((fault) => fault.names.zh).join('；')}`,
      en: `${contract.title.en}: ${own.map((fault) => fault.names.en).join('; ')}`,
    };
    return [
      {
        rule_id: rule.id,
        subject_id: id,
        event_key: isLate ? `late ${owed}` : `batch ${received.at(-1)?.id}`,
        ...{ class: rule.class, severity: rule.severity },
        values: { dataset: contract.dataset, period: owed, said, as_of: asOf },
      },
    ];
  });
}
