// Households of the reader's areas, page by page in the order of their places.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Severity } from '../flow/alerts/model.ts';
import { placeSql } from '../flow/alerts/store.ts';
import type { TaskState } from '../flow/tasks/model.ts';
import { AREA_CODE } from '../kernel/area.ts';
import type { Keys } from '../kernel/keys.ts';
import type { HouseholdFilter, HouseholdRow } from './model.ts';
import { readQuestion } from './question.ts';

/** The cursor of a page: place and inside number of its last row. */
export const HouseholdCursor = z.tuple([z.string().regex(AREA_CODE), z.int()]);
export type HouseholdCursor = z.infer<typeof HouseholdCursor>;

interface Page {
  limit: number;
  after: HouseholdCursor | undefined;
  keys: Keys;
}

/**
 * One page and the cursor behind it. A county's households stand in its index in this order, so of each county one page is read, and the
 * first of these are the whole's. What is asked for by a name or a number, or by its alerts, is found by that first.
 */
export async function listHouseholds(
  tx: Executor,
  scope: Scope,
  filter: HouseholdFilter,
  { limit, after, keys }: Page,
): Promise<{ items: HouseholdRow[]; next: HouseholdCursor | null }> {
  const wanted = wantedSql(scope, filter, keys);
  const behind = after ? sql`and (h.area_code, h.id) > (${after[0]}, ${after[1]})` : sql``;
  const isFoundFirst = Boolean(filter.q) || filter.group === 'alerted';
  const sorted = sql`order by h.area_code, h.id limit ${limit + 1}`;
  const page = isFoundFirst
    ? sql`select h.* from households h where ${wanted} ${behind} ${sorted}`
    : sql`select h.* from unnest(${sql.param(countiesOf(scope, filter))}::text[]) as c(code)
        cross join lateral (select h.* from households h where h.county_code = c.code and ${wanted} ${behind} ${sorted}) h ${sorted}`;
  const rows = await tx.execute<
    Omit<HouseholdRow, 'id'> & { id: string; inside: number } & Record<string, unknown>
  >(sql`
    select h.id as inside, h.public_id as id, h.registry_number as number, p.name as head, h.area_code as "areaCode",
      ${placeSql(sql`h.area_code`)} as place, h.settlement, hi.members__living::int as members, hi.aid__receiving::int as aided,
      coalesce(a.alerts, 0) as "openAlerts", a.severity, t.state as "taskState"
    from (${page}) h left join persons p on p.id = h.head_person_id left join household_indicators hi on hi.household_id = h.id
    left join lateral (select count(*)::int as alerts,
        (array_agg(severity order by array_position(array['red', 'orange', 'yellow', 'blue'], severity)))[1] as severity
      from alerts where household_id = h.id and state = 'open') a on true
    left join lateral (select state from tasks where household_id = h.id and kind <> 'routine' and state not in ('closed', 'cancelled')
      order by opened_at desc limit 1) t on true
    order by h.area_code, h.id`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(({ inside: _inside, ...row }) => ({
    ...row,
    severity: row.severity as Severity | null,
    taskState: row.taskState as TaskState | null,
  }));
  return { items, next: rows.length > limit && last ? [last.areaCode, last.inside] : null };
}

/** The counties in which the filter's area lies, of those the reader sees. */
function countiesOf(scope: Scope, { area }: HouseholdFilter): string[] {
  if (!area) return [...scope.counties];
  return scope.counties.filter((county) => county.startsWith(area) || area.startsWith(county));
}

function wantedSql(scope: Scope, { q, area, group }: HouseholdFilter, keys: Keys): SQL {
  const parts = [within(scope, sql`h.county_code`, sql`h.area_code`)];
  if (area) parts.push(sql`h.area_code ^@ ${area}`);
  if (q) parts.push(sql`h.id in (${householdsOf(q, keys)})`);
  if (group === 'alerted')
    parts.push(sql`h.id in (select a.household_id from alerts a where a.state = 'open' and a.household_id is not null
      and ${within(scope, sql`a.county_code`, sql`a.area_code`)})`);
  if (group === 'aided')
    parts.push(sql`exists (select 1 from household_indicators i where i.household_id = h.id and i.aid__receiving > 0)`);
  return sql.join(parts, sql` and `);
}

/** SQL: the households that a question names; of somebody who moved, where they are registered now. */
function householdsOf(q: string, keys: Keys): SQL {
  const question = readQuestion(q);
  switch (question.kind) {
    case 'id-number':
      return membersWith(sql`p.id_hash = ${keys.hash(question.text)}`);
    case 'name':
      return membersWith(nameSql(question.text));
    case 'household-number':
      return sql`select id from households where registry_number = ${question.text}`;
    default:
      return sql`select null::bigint where false`;
  }
}

const membersWith = (
  person: SQL,
) => sql`select m.household_id from persons p join memberships m on m.person_id = p.id and m.retracted_at is null
  where ${person} and left_household(p.id, m.household_id) is null`;

/** SQL on `p`: the name begins so. As a range of bytes, which an index answers behind the policies where a pattern would not. */
export function nameSql(beginning: string): SQL {
  return sql`p.name collate "C" >= ${beginning} and p.name collate "C" < ${`${beginning}\u{10FFFF}`}`;
}
