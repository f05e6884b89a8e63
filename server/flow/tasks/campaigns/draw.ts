// Whom a sweep visits: the households of an area that a condition describes, or a sample of those whom no rule has named.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../../../db/client.ts';
import { dayOf } from '../../../kernel/clock.ts';
import { Problem } from '../../../kernel/problem.ts';
import { type CheckedExpression, vocabularyOf } from '../../rules/expression.ts';
import type { RuleBook } from '../../rules/load.ts';
import { prepareStandards } from '../../rules/standards.ts';
import { toSql } from '../../rules/to-sql.ts';
import { checkExpression } from '../../rules/typecheck.ts';

/** What decides whom it is, so that the same wish at the same instant is the same households. */
export interface Wish {
  area: string;
  condition: string | null;
  draw: { seed: string; share: number | null; size: number | null } | null;
  /** The instant of which is asked who had been named. */
  at: Date;
}

/** The condition, checked against the catalogue; one that makes no sense is wrong input, with each fault's place and the nearest name. */
export function checkCondition(condition: string, { catalogue }: RuleBook): CheckedExpression {
  const checked = checkExpression(condition, vocabularyOf(catalogue), 'flag');
  if ('ok' in checked) return checked.ok;
  const told = checked.faults.map(({ line, column, message, nearest }) => ({
    pointer: '/condition',
    detail: `${line}:${column} ${message.zh} / ${message.en}${nearest ? ` (${nearest}?)` : ''}`,
  }));
  throw new Problem('wrong-input', undefined, told);
}

/**
 * Fills the temporary table `frame` with (household_id, county_code, area_code, is_picked): everybody it could be, and whom it is.
 * Left out: households without a living member, and those where somebody goes anyway. A sample leaves out whom a rule has named as well
 * (a finding that stood at `at`, or an alert in the year before), and takes the smallest SHA-256 of seed and household: whoever knows
 * the seed draws the same again.
 */
export async function makeFrame(tx: Transaction, { area, condition, draw, at }: Wish, book: RuleBook): Promise<void> {
  const { indicators, parameters } = book.catalogue;
  const instant = at.toISOString();
  await tx.execute(sql`drop table if exists pg_temp.frame, pg_temp.scope_households, pg_temp.local_standards`);
  const parts: SQL[] = [sql`h.area_code ^@ ${area}`];
  if (indicators.has('members.living')) parts.push(sql`coalesce(n.members__living, 1) > 0`);
  let standards = sql``;
  if (condition !== null) {
    const checked = checkCondition(condition, book);
    if (checked.names.some((name) => name.startsWith('standard.'))) {
      await tx.execute(sql`create temporary table scope_households on commit drop as
        select distinct county_code, settlement from household_indicators where area_code ^@ ${area}`);
      await prepareStandards(tx, parameters, dayOf(at));
      standards = sql`left join local_standards s on s.county_code = n.county_code and s.settlement = n.settlement`;
    }
    parts.push(sql.raw(toSql(checked, { indicators: 'n', standards: 's' })));
  }
  parts.push(sql`not exists (select 1 from tasks t where t.household_id = h.id
    and t.kind <> 'routine' and t.state in ('waiting', 'dispatched', 'assigned', 'accepted', 'returned'))`);
  if (draw) {
    parts.push(sql`not exists (select 1 from findings f where f.household_id = h.id and f.found_at <= ${instant}
      and (f.ended_at is null or f.ended_at > ${instant}))`);
    parts.push(sql`not exists (select 1 from alerts a where a.household_id = h.id and a.raised_at <= ${instant}
      and a.raised_at > ${instant}::timestamptz - interval '1 year')`);
  }
  const wanted =
    draw?.share != null ? sql`ceil(${draw.share}::float8 * p.population - 1e-9)` : sql`${draw?.size ?? null}::float8`;
  await tx.execute(sql`create temporary table frame on commit drop as
    select p.household_id, p.county_code, p.area_code, ${draw ? sql`p.place <= ${wanted}` : sql`true`} as is_picked from (
      select h.id as household_id, h.county_code, h.area_code, count(*) over () as population,
        row_number() over (order by ${draw ? sql`sha256(convert_to(${draw.seed}::text || ':' || h.public_id, 'UTF8')), ` : sql``} h.id) as place
      from households h left join household_indicators n on n.household_id = h.id ${standards}
      where ${sql.join(parts, sql` and `)}) p`);
}

/** How many it could be, and how many it is, of the frame just made. */
export async function countFrame(tx: Executor): Promise<{ population: number; picked: number }> {
  const [row] = await tx.execute<{ population: number; picked: number }>(
    sql`select count(*)::int as population, (count(*) filter (where is_picked))::int as picked from frame`,
  );
  return row!;
}
