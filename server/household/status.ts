// What a household is recognised as, now and before: recognitions, and what the rosters of aid and of monitoring state.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import { everMembers } from './find.ts';
import type { Status } from './model.ts';

/** Kinds of facts that say what somebody is recognised as. */
const KINDS: Record<string, string> = {
  'benefit.dibao': 'dibao',
  'benefit.tekun': 'tekun',
  'benefit.marginal': 'marginal',
  'monitored.household': 'monitored',
};

/** All of them, what stands first, each part newest first. A monitored household whose risk is removed counts as ended. */
export async function readStatus(
  tx: Executor,
  householdId: number,
  { contracts, today }: { contracts: readonly Contract[]; today: string },
): Promise<Status[]> {
  const rows = await tx.execute<{
    kind: string;
    code: string | null;
    person: string | null;
    from: string;
    until: string | null;
    amount: number | null;
    removed: boolean;
  }>(sql`
    select f.kind, f.code, p.name as person, f.on_date::text as "from", f.until_date::text as until, f.amount,
      coalesce(f.attributes ->> 'removed', 'false') = 'true' as removed
    from facts f left join persons p on f.subject_kind = 'person' and p.id = f.subject_id
    where f.kind = any(${sql.param(Object.keys(KINDS))}::text[]) and f.retracted_at is null
      and (f.subject_kind, f.subject_id) in (select 'person', person_id from ${everMembers(householdId)} m
        union all select 'household', ${householdId}::bigint)
    order by f.on_date desc, f.id desc limit 60`);
  const recognised = await tx.execute<Omit<Status, 'isEnded'> & Record<string, unknown>>(sql`
    select r.category, jsonb_build_object('zh', c.name_zh, 'en', c.name_en) as names, null as code, p.name as person, r.from_on::text as "from",
      r.until_on::text as until, null as amount, null as dataset
    from recognitions r join categories c on c.code = r.category left join persons p on r.subject_kind = 'person' and p.id = r.subject_id
    where r.retracted_at is null and (r.subject_kind, r.subject_id) in (select 'person', person_id from ${everMembers(householdId)} m
      union all select 'household', ${householdId}::bigint) limit 60`);
  const told = rows.map(({ kind, removed, ...row }) => ({
    ...row,
    category: KINDS[kind] ?? kind,
    names: null,
    dataset: contracts.find((contract) => contract.facts.some((fact) => fact.kind === kind))?.dataset ?? null,
    isEnded: removed || isPast(row.until, today),
  }));
  const all = [...recognised.map((one) => ({ ...one, isEnded: isPast(one.until, today) })), ...told];
  return all.sort((a, b) => Number(a.isEnded) - Number(b.isEnded) || b.from.localeCompare(a.from));
}

const isPast = (until: string | null, today: string) => until !== null && until < `${today.slice(0, 7)}-01`;
