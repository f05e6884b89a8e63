// Local standards as of a day: of each parameter the narrowest area, urban or rural before both, the newest in effect.
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import type { ParameterCatalogue } from './parameters.ts';

/** Makes local_standards (county_code, settlement, standard__<key> float8 …) for the counties in scope_households. */
export async function prepareStandards(tx: Transaction, parameters: ParameterCatalogue, asOf: string): Promise<void> {
  const columns = [...parameters.values()].map(
    ({ key, name }) => sql`(select p.value::float8 from parameters p where p.name = ${name} and p.retracted_at is null
      and p.status = 'in-force' and k.county_code ^@ p.area_code and (p.settlement is null or p.settlement = k.settlement)
      and p.from_on <= ${asOf}::date and (p.until_on is null or p.until_on >= ${asOf}::date)
      order by length(p.area_code) desc, p.settlement nulls last, p.from_on desc limit 1) as ${sql.identifier(`standard__${key}`)}`,
  );
  await tx.execute(sql`create temporary table local_standards on commit drop as
    select k.county_code, k.settlement, ${sql.join(columns, sql`, `)}
    from (select distinct county_code, settlement from scope_households) as k`);
  await tx.execute(sql`analyze local_standards`);
}

/** local_standards as a row source `s` of the statement's own, for the workers of a parallel plan: a temporary table is its session's. */
export async function inlineStandards(tx: Transaction, parameters: ParameterCatalogue): Promise<SQL> {
  const [found] = await tx.execute<{ rows: unknown }>(
    sql`select coalesce(jsonb_agg(s), '[]') as rows from local_standards s`,
  );
  const columns = [...parameters.values()].map(({ key }) => sql`, ${sql.identifier(`standard__${key}`)} float8`);
  return sql`jsonb_to_recordset(${JSON.stringify(found?.rows)}::jsonb) as s(county_code text, settlement text${sql.join(columns)})`;
}
