// Invented staff where the rehearsal's families live: a dispatcher a county, an officer a township, coordinators for its villages.
// Beside the cast they are there so that work goes on everywhere; nobody can sign in as them, since nobody knows their password.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import type { AccountInput } from '../access/model.ts';
import { hashPassword, makePassword } from '../access/password.ts';
import { addAccounts } from '../access/users.ts';
import { recordSet } from '../audit/record-set.ts';
import type { Service } from '../service.ts';

/** Villages with families that one coordinator walks. */
const VILLAGES_EACH = 3;
const CAPACITY = 6;
/** In office before the first delivery. */
const SINCE = '2020-01-01';

interface Place {
  /** The county and township bodies that administer it. */
  county: string;
  countyName: string;
  township: string;
  townshipName: string;
  /** Villages of the township with families in them, and all others. */
  lived: string[];
  empty: string[];
}

/** Adds whoever is missing for the villages in which households live now; run again, it adds nobody. Returns how many came. */
export async function addStaff({ flow }: Pick<Service, 'flow'>, now: Date): Promise<number> {
  return await flow.transaction(async (tx) => {
    const accounts = await missing(tx);
    if (accounts.length === 0) return 0;
    // One hash for all of them, of a password that is forgotten at once.
    const passwordHash = await hashPassword(makePassword());
    const defaults = { visitorKind: null, bodyKey: null, department: null, villages: [], capacity: CAPACITY };
    const rows = accounts.map((account) => ({ ...defaults, ...account, passwordHash, mustChangePassword: true }));
    await addAccounts(tx, rows, now, SINCE);
    const entries = accounts.map(({ username, bodyKey }) => ({ id: username, area: bodyKey ?? null }));
    await recordSet(tx, now, 'user.create', 'user', entries);
    return accounts.length;
  });
}

type Account = Pick<AccountInput, 'username' | 'name' | 'role'> & Partial<AccountInput>;

async function missing(tx: Transaction): Promise<Account[]> {
  const places = await readPlaces(tx);
  const staffed = await tx.execute<{ body: string }>(
    sql`select distinct body_key as body from users where body_key is not null and role in ('county-dispatcher', 'township-officer')`,
  );
  const covered = await tx.execute<{ code: string }>(sql`select distinct area_code as code from user_areas`);
  const bodies = new Set(staffed.map((row) => row.body));
  const walked = new Set(covered.map((row) => row.code));
  const accounts: Account[] = [];
  for (const { county, countyName, township, townshipName, lived, empty } of places) {
    const office = (body: string, role: 'county-dispatcher' | 'township-officer', name: string) => {
      if (bodies.has(body)) return;
      bodies.add(body);
      accounts.push({ username: `staff-${body}`, name, role, bodyKey: body });
    };
    office(county, 'county-dispatcher', `${countyName}调度员`);
    office(township, 'township-officer', `${townshipName}经办员`);
    const open = [...lived, ...empty].filter((code) => !walked.has(code));
    if (!open.some((code) => lived.includes(code))) continue;
    const count = Math.ceil(open.filter((code) => lived.includes(code)).length / VILLAGES_EACH);
    for (let one = 0; one < count; one++) {
      const villages = open.filter((_, at) => at % count === one);
      const username = `staff-${villages[0]}`;
      const name = `${townshipName}协理员${count > 1 ? one + 1 : ''}`;
      accounts.push({ username, name, role: 'village-coordinator', visitorKind: 'coordinator', villages });
    }
  }
  return accounts;
}

/** Every township with families in it. Who administers what is looked up here: as a join of prefixes it took 1.6 s. */
async function readPlaces(tx: Transaction): Promise<Place[]> {
  const villages = await tx.execute<{ code: string; lived: boolean }>(sql`
    with lived as (select distinct left(area_code, 12) as code from households where length(area_code) >= 12)
    select v.code, l.code is not null as lived from areas v left join lived l on l.code = v.code
    where v.level = 'village' and v.parent_code in (select left(code, 9) from lived) order by v.code`);
  const held = await tx.execute<Body>(sql`select b.key, b.level, b.name, a.area_code as area from bodies b
    join body_areas a on a.body_key = b.key and a.until_on is null where b.level in ('county', 'township')`);
  const bodies = new Map(held.map((body) => [`${body.level} ${body.area}`, body]));
  const places = new Map<string, Place>();
  for (const { code, lived } of villages) {
    const [county, township] = [bodyOf(bodies, 'county', code), bodyOf(bodies, 'township', code)];
    if (!county || !township) continue;
    const of = { county: county.key, countyName: county.name, township: township.key, townshipName: township.name };
    const place = places.get(township.key) ?? { ...of, lived: [], empty: [] };
    places.set(township.key, place);
    (lived ? place.lived : place.empty).push(code);
  }
  return [...places.values()];
}

interface Body extends Record<string, unknown> {
  key: string;
  level: 'county' | 'township';
  name: string;
  area: string;
}

/** Where prefixes nest, the longer one decides. */
function bodyOf(bodies: ReadonlyMap<string, Body>, level: Body['level'], code: string): Body | undefined {
  for (let length = code.length; length >= 4; length--) {
    const found = bodies.get(`${level} ${code.slice(0, length)}`);
    if (found) return found;
  }
  return undefined;
}
