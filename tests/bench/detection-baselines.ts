// What somebody would do without our rules, from the same facts by plain SQL: whom each would name on a day.
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';

export const BASELINES = {
  'self-pay ≥ 5,000 in 12 months': medicalSpending,
  'recorded income below dibao': lowIncome,
  'any single signal': anySignal,
} as const;

/** Each fact on a person and the household that person belongs to by now. */
const BELONGS = sql`belongs as (select distinct on (person_id) person_id, household_id from memberships where retracted_at is null
  order by person_id, from_on desc, batch_id desc, line desc)`;

type Row = Record<'household', string>;

async function medicalSpending(flow: Database, day: string): Promise<string[]> {
  const rows = await flow.execute<Row>(sql`with ${BELONGS}
    select h.registry_number as household from facts f join belongs b on b.person_id = f.subject_id join households h on h.id = b.household_id
    where f.kind = 'medical.self_paid' and f.retracted_at is null and f.on_date > ${day}::date - 365 and f.on_date <= ${day}::date
    group by h.id having sum(f.amount) >= 500000`);
  return rows.map((row) => row.household);
}

async function lowIncome(flow: Database, day: string): Promise<string[]> {
  const rows = await flow.execute<Row>(sql`with ${BELONGS},
    incomes as (select b.household_id, sum(f.amount) / 3.0 as monthly from facts f join belongs b on b.person_id = f.subject_id
      where f.kind in ('income.wage', 'income.pension') and f.retracted_at is null
        and f.on_date >= date_trunc('month', ${day}::date) - interval '3 months' and f.on_date < date_trunc('month', ${day}::date)
      group by 1),
    living as (select b.household_id, count(*) as members from belongs b where not exists (select 1 from facts d
        where d.kind = 'life.death' and d.subject_id = b.person_id and d.retracted_at is null) group by 1),
    standards as (select distinct on (area_code, settlement) area_code, settlement, value from parameters
      where name = 'dibao_standard' and retracted_at is null and from_on <= ${day}::date order by area_code, settlement, from_on desc)
    select h.registry_number as household from households h join living l on l.household_id = h.id
    join standards s on s.area_code = h.county_code and s.settlement = h.settlement
    left join incomes i on i.household_id = h.id where coalesce(i.monthly, 0) / l.members < s.value`);
  return rows.map((row) => row.household);
}

async function anySignal(flow: Database, day: string): Promise<string[]> {
  const rows = await flow.execute<Row>(sql`with ${BELONGS},
    signals as (select subject_kind, subject_id from facts f where f.retracted_at is null
      and f.on_date > ${day}::date - 60 and f.on_date <= ${day}::date
      and (f.kind in ('unemployment.registered', 'disability.certificate', 'disaster.loss', 'life.death')
        or (f.kind = 'medical.self_paid' and f.amount >= 100000) or (f.kind = 'housing.assessment' and f.code in ('C', 'D'))))
    select h.registry_number as household from signals s join belongs b on b.person_id = s.subject_id join households h on h.id = b.household_id
      where s.subject_kind = 'person'
    union select h.registry_number from signals s join households h on h.id = s.subject_id where s.subject_kind = 'household'`);
  return rows.map((row) => row.household);
}

/** So many households, drawn by a day's hash. */
export async function drawAny(flow: Database, day: string, count: number): Promise<string[]> {
  const rows = await flow.execute<Row>(
    sql`select registry_number as household from households order by md5(registry_number || ${day}) limit ${count}`,
  );
  return rows.map((row) => row.household);
}
