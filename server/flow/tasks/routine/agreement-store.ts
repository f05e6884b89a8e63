// Agreements of care: what is missing, what ends soon, what runs; entered, changed and ended, never deleted.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor, Transaction } from '../../../../db/client.ts';
import { type Scope, within } from '../../../access/scope.ts';
import { addDays } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/id.ts';
import { Problem } from '../../../kernel/problem.ts';
import { placeSql } from '../../alerts/store.ts';
import { findHousehold, householdSql } from './member-store.ts';
import {
  AGREEMENT_STATES,
  type AgreementChange,
  type AgreementFilter,
  type AgreementInput,
  type AgreementRow,
  type AgreementState,
} from './model.ts';
import type { RoutinePolicy } from './policy.ts';

export const AgreementCursor = z.tuple([z.string(), z.string()]);
export type AgreementCursor = z.infer<typeof AgreementCursor>;
/** Of what is over so much is shown: two years. */
const SHOWN_DAYS = 730;

interface Asked {
  area: string | undefined;
  today: string;
  policy: RoutinePolicy;
}

/** SQL: households that should have an agreement or have one, each with its newest; `state` as AGREEMENT_STATES says it. */
function rowsSql(scope: Scope, { area, today, policy }: Asked): SQL {
  const groups = policy.groups.filter((group) => group.agreement).map((group) => group.id);
  const soon = addDays(today, policy.agreement_ends_days);
  const here = (table: string) =>
    sql`${within(scope, sql.raw(`${table}.county_code`), sql.raw(`${table}.area_code`))} ${area ? sql`and ${sql.raw(`${table}.area_code`)} ^@ ${area}` : sql``}`;
  return sql`(select a.id, a.household_id, a.county_code, a.area_code, a.carer, a.relation, a.terms, a.signed_on, a.from_on, a.until_on, a.ended_on, a.ended_why,
      case when a.ended_on is not null or a.until_on < ${today}::date then 'over' when a.until_on <= ${soon}::date then 'ending' else 'running' end as state
    from care_agreements a where ${here('a')} and coalesce(a.ended_on, a.until_on) >= ${addDays(today, -SHOWN_DAYS)}::date
    union all
    select distinct on (m.household_id) null, m.household_id, m.county_code, m.area_code, null, null, null, null, null, null, null, null, 'missing'
    from routine_members m where m.until_on is null and m.group_id = any(${sql.param(groups)}::text[]) and ${here('m')}
      and not exists (select 1 from care_agreements a where a.household_id = m.household_id and a.ended_on is null and a.until_on >= ${today}::date))`;
}

/** One page of a state, by place; and how many stand in each. */
export async function listAgreements(
  tx: Executor,
  scope: Scope,
  query: Omit<z.output<typeof AgreementFilter>, 'after'> & { after: AgreementCursor | undefined } & Asked,
): Promise<{ items: AgreementRow[]; next: AgreementCursor | null; counts: Record<AgreementState, number> }> {
  const { state, after, limit } = query;
  const key = sql`coalesce(x.id::text, x.household_id::text)`;
  const rows = await tx.execute<AgreementRow & { key: string } & Record<string, unknown>>(sql`
    select x.id, ${householdSql.columns} as household, x.area_code as "areaCode", ${placeSql(sql`x.area_code`)} as place, x.state, x.carer, x.relation, x.terms,
      x.signed_on::text as "signedOn", x.from_on::text as "from", x.until_on::text as until, x.ended_on::text as "endedOn", x.ended_why as "endedWhy", x.key
    from (select x.*, ${key} as key from ${rowsSql(scope, query)} x where x.state = ${state}
        ${after ? sql`and (x.area_code, ${key}) > (${after[0]}, ${after[1]})` : sql``} order by x.area_code, ${key} limit ${limit + 1}) x
    join households h on h.id = x.household_id ${householdSql.joined} order by x.area_code, x.key`);
  const counted = await tx.execute<{ state: AgreementState; count: number }>(
    sql`select x.state, count(*)::int as count from ${rowsSql(scope, query)} x group by 1`,
  );
  const counts = Object.fromEntries(
    AGREEMENT_STATES.map((one) => [one, counted.find((row) => row.state === one)?.count ?? 0]),
  ) as Record<AgreementState, number>;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next: AgreementCursor | null = rows.length > limit && last ? [last.areaCode, last.key] : null;
  return { items: shown.map(({ key: _, ...row }) => row), next, counts };
}

interface By {
  by: string;
  now: Date;
}

/** Enters an agreement as it was signed; one that runs on the same days is 409. */
export async function addAgreement(
  tx: Transaction,
  scope: Scope,
  { input, by, now }: By & { input: AgreementInput },
): Promise<{ id: string; area: string }> {
  const home = await findHousehold(tx, scope, input.household);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.agreements'), ${home.id}::int)`);
  await refuseOverlap(tx, home.id, input, null);
  const id = newId();
  const { carer, relation, terms, signedOn, from, until } = input;
  await tx.execute(sql`insert into care_agreements (id, household_id, county_code, area_code, carer, relation, terms, signed_on, from_on, until_on, made_by, made_at)
    values (${id}::uuid, ${home.id}, ${home.county}, ${home.area}, ${carer}, ${relation}, ${terms}, ${signedOn}::date, ${from}::date, ${until}::date,
      ${by}::uuid, ${now.toISOString()})`);
  return { id, area: home.area };
}

/** Corrects or prolongs one that has not been ended; what stood there is in the log. */
export async function changeAgreement(
  tx: Transaction,
  scope: Scope,
  { id, input, by, now }: By & { id: string; input: AgreementChange },
): Promise<{ area: string; before: Record<string, unknown> }> {
  const row = await findAgreement(tx, scope, id);
  await refuseOverlap(tx, row.householdId, input, id);
  const { carer, relation, terms, signedOn, from, until } = input;
  await tx.execute(sql`update care_agreements set carer = ${carer}, relation = ${relation}, terms = ${terms}, signed_on = ${signedOn}::date,
    from_on = ${from}::date, until_on = ${until}::date, changed_by = ${by}::uuid, changed_at = ${now.toISOString()} where id = ${id}::uuid`);
  return { area: row.area, before: row.before };
}

/** Ends one before its last day, with the reason. */
export async function endAgreement(
  tx: Transaction,
  scope: Scope,
  { id, reason, today, by, now }: By & { id: string; reason: string; today: string },
): Promise<{ area: string }> {
  const { area } = await findAgreement(tx, scope, id);
  await tx.execute(sql`update care_agreements set ended_on = ${today}::date, ended_why = ${reason}, changed_by = ${by}::uuid,
    changed_at = ${now.toISOString()} where id = ${id}::uuid`);
  return { area };
}

async function refuseOverlap(
  tx: Transaction,
  householdId: number,
  { from, until, carer }: { from: string; until: string; carer: string },
  but: string | null,
): Promise<void> {
  const [other] =
    await tx.execute(sql`select 1 from care_agreements a where a.household_id = ${householdId} and a.ended_on is null
    and a.carer = ${carer} and a.from_on <= ${until}::date and a.until_on >= ${from}::date and a.id is distinct from ${but}::uuid`);
  if (other)
    throw new Problem(
      'state-conflict',
      '这户和此人这几天已有协议。 / This carer has an agreement for the household on these days.',
    );
}

async function findAgreement(tx: Transaction, scope: Scope, id: string) {
  const [row] = await tx.execute<{
    householdId: number;
    area: string;
    endedOn: string | null;
    before: Record<string, unknown>;
  }>(sql`select a.household_id as "householdId", a.area_code as area, a.ended_on::text as "endedOn",
      jsonb_build_object('carer', a.carer, 'from', a.from_on, 'until', a.until_on) as before
    from care_agreements a where a.id = ${id}::uuid and ${within(scope, sql`a.county_code`, sql`a.area_code`)} for update`);
  if (!row) throw new Problem('not-found');
  if (row.endedOn !== null) throw new Problem('state-conflict', '它已结束。 / It is over.');
  return row;
}
