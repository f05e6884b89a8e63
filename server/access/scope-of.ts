// What one person may see, from what the database says today: a body's areas, or a coordinator's villages.
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { visitorRights } from './model.ts';
import type { SignedIn } from './route.ts';
import { makeScope, type Scope } from './scope.ts';

/** The six-digit divisions, zones included; shipped data that only a migration changes, so read once a pool. */
const countiesOf = new WeakMap<Database, Promise<string[]>>();

/**
 * The scope of a user on a day (`YYYY-MM-DD`, province time), read as the flow role. Coordinators have their villages, and those of
 * work in their hands elsewhere (they cover for somebody, or take a second look); volunteers the places of the visits given to them and no
 * others. Staff have their body's areas of that day, liaisons a department and no area; accounts with neither see nothing.
 *
 * Known limit: areas only add up. 长白山管委会 holds townships that lie by prefix in 抚松 and 安图 as well; those two still see them
 * (db/areas/README.md: between bodies of one level the longer prefix should decide).
 */
export async function scopeOf(db: Database, user: SignedIn, today: string): Promise<Scope> {
  const areas = await areasOf(db, user, today);
  const counties = new Set(areas.filter((code) => code.length >= 6).map((code) => code.slice(0, 6)));
  const wide = areas.filter((code) => code.length < 6);
  // A row that stands for a whole prefecture or province, such as a late source, carries that code as its county.
  for (const code of wide) counties.add(code);
  if (wide.length > 0)
    for (const county of await readCounties(db)) if (wide.some((code) => county.startsWith(code))) counties.add(county);
  return makeScope({ userId: user.id, areas, counties: [...counties].sort(), department: user.department });
}

/** The area prefixes a user holds on that day, widest first. */
export async function areasOf(db: Database, user: SignedIn, today: string): Promise<string[]> {
  const given = sql`select area_code, ${today}::date as from_on, null::date as until_on from tasks
    where assignee_id = ${user.id} and state in ('assigned', 'accepted', 'submitted')`;
  const held =
    user.role === 'village-coordinator'
      ? visitorRights(user.visitorKind).alerts
        ? sql`select area_code, from_on, until_on from user_areas where user_id = ${user.id} union all ${given}`
        : sql`${given} and kind = 'routine'`
      : sql`select area_code, from_on, until_on from body_areas where body_key = ${user.bodyKey}`;
  const rows = await db.execute<{ area_code: string }>(sql`
    select distinct area_code, length(area_code) from (${held}) as held
    where from_on <= ${today}::date and (until_on is null or until_on >= ${today}::date)
    order by length(area_code), area_code`);
  return rows.map((row) => row.area_code);
}

function readCounties(db: Database): Promise<string[]> {
  let counties = countiesOf.get(db);
  if (!counties) {
    counties = db
      .execute<{ code: string }>(sql`select code from areas where level in ('county', 'zone')`)
      .then((rows) => rows.map((row) => row.code));
    counties.catch(() => countiesOf.delete(db));
    countiesOf.set(db, counties);
  }
  return counties;
}
