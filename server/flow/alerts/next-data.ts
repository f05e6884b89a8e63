// When the sources behind a rule will next tell something: the period after their newest, and the day on which it is due.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { type IndicatorCatalogue, kindsOf } from '../indicators/definition.ts';
import type { Contract } from '../ingest/contract.ts';
import { dueOn, nextPeriod } from '../ingest/due.ts';
import type { Rule } from '../rules/check.ts';
import type { Why } from './model.ts';

/** The datasets that state what a rule looks at, each with its next period; those that come by no rhythm have none. */
export async function readNextData(
  tx: Executor,
  rule: Rule,
  { contracts, indicators, today }: { contracts: readonly Contract[]; indicators: IndicatorCatalogue; today: string },
): Promise<Why['next']> {
  const kinds = new Set(rule.names.flatMap((name) => (indicators.has(name) ? kindsOf(indicators, name) : [])));
  const resting = contracts.filter((contract) => contract.facts.some((fact) => kinds.has(fact.kind)));
  const newest = await tx.execute<{ dataset: string; until: string }>(sql`
    select dataset, max(period_until)::text as until from batches where status = 'accepted' and period_until is not null
      and dataset = any(${sql.param(resting.map((one) => one.dataset))}::text[]) group by 1`);
  return resting.map((contract) => {
    const until = newest.find((row) => row.dataset === contract.dataset)?.until;
    const period = until ? nextPeriod(contract, until) : undefined;
    const due = (period && dueOn(contract, period)) ?? null;
    return {
      ...{ dataset: contract.dataset, title: contract.title, period: due ? (period?.name ?? null) : null, dueOn: due },
      isLate: due !== null && due < today,
    };
  });
}

/** Where a local standard stands written: the row of parameters that counted for a place on a day. */
export async function readStandardSources(
  tx: Executor,
  of: { names: readonly { key: string; name: string }[]; area: string; settlement: string | null; day: string },
): Promise<Map<string, { document: string; place: string; from: string }>> {
  const rows = await tx.execute<{ key: string; document: string; place: string; from: string }>(sql`
    select n.key, p.document, coalesce(a.name, p.area_code) as place, p.from_on::text as "from"
    from jsonb_to_recordset(${JSON.stringify(of.names)}::jsonb) as n(key text, name text)
      cross join lateral (select * from parameters p where p.name = n.name and p.retracted_at is null and p.status = 'in-force'
        and ${of.area}::text ^@ p.area_code and (p.settlement is null or p.settlement = ${of.settlement})
        and p.from_on <= ${of.day}::date and (p.until_on is null or p.until_on >= ${of.day}::date)
        order by length(p.area_code) desc, p.settlement nulls last, p.from_on desc limit 1) p
      left join areas a on a.code = p.area_code`);
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}
