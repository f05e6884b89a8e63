// Stations in the tables, always within a scope. Nobody is deleted: who left has a last day.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { stationPeople, stations } from '../../db/schema/stations.ts';
import { type Scope, within } from '../access/scope.ts';
import { newId } from '../kernel/id.ts';
import { Problem } from '../kernel/problem.ts';
import type { StationCover, StationFilter, StationInput, StationPerson, StationRow } from './model.ts';

export type StationKey = [area: string, id: string];

type Stored = Omit<StationRow, 'area' | 'within'> & {
  areaCode: string;
  areaName: string;
  townshipName: string | null;
  countyCode: string;
  countyName: string | null;
};

const mine = (scope: Scope) => within(scope, sql`s.county_code`, sql`s.area_code`);

async function readStations(tx: Executor, only: SQL, limit: number): Promise<StationRow[]> {
  const rows = await tx.execute<Stored & Record<string, unknown>>(sql`
    select s.id, s.kind, s.name, s.address, s.phone, s.hours, s.opened_on::text as "openedOn", s.closed_on::text as "closedOn",
      s.close_reason as "closeReason", s.version, s.area_code as "areaCode", a.name as "areaName", s.county_code as "countyCode",
      c.name as "countyName", case when length(s.area_code) > 9 then t.name end as "townshipName",
      coalesce((select json_agg(json_build_object('userId', p.user_id, 'name', p.name, 'kind', p.kind, 'fromOn', p.from_on) order by p.from_on, p.name)
        from station_people p where p.station_id = s.id and p.until_on is null), '[]') as people
    from stations s join areas a on a.code = s.area_code left join areas t on t.code = left(s.area_code, 9)
      left join areas c on c.code = s.county_code
    where ${only} order by s.county_code, s.area_code, s.id limit ${limit}`);
  return rows.map(({ areaCode, areaName, townshipName, countyCode, countyName, ...row }) => ({
    ...row,
    area: { code: areaCode, name: areaName },
    within: [
      { code: countyCode, name: countyName ?? countyCode },
      ...(townshipName ? [{ code: areaCode.slice(0, 9), name: townshipName }] : []),
    ],
  }));
}

/** One page in the order of areas; `after` is the key of the last row seen. */
export async function listStations(
  tx: Executor,
  scope: Scope,
  filter: Omit<StationFilter, 'after'> & { after: StationKey | undefined },
): Promise<StationRow[]> {
  const { area, kind, state, after, limit } = filter;
  const parts = [mine(scope)];
  if (area) parts.push(sql`s.area_code ^@ ${area}`);
  if (kind) parts.push(sql`s.kind = ${kind}`);
  if (state !== 'all') parts.push(state === 'open' ? sql`s.closed_on is null` : sql`s.closed_on is not null`);
  // A county's code begins its areas' codes, so that the area alone gives the order.
  if (after) parts.push(sql`(s.area_code, s.id) > (${after[0]} collate "C", ${after[1]}::uuid)`);
  return await readStations(tx, sql.join(parts, sql` and `), limit);
}

export async function findStation(tx: Executor, scope: Scope, id: string): Promise<StationRow | undefined> {
  const [row] = await readStations(tx, sql`s.id = ${id}::uuid and ${mine(scope)}`, 1);
  return row;
}

/** How many doors there are in an area, and which townships have none. */
export async function readCover(tx: Executor, scope: Scope, area: string | undefined): Promise<StationCover> {
  const here = area ? sql`and s.area_code ^@ ${area}` : sql``;
  const [counts] = await tx.execute<Omit<StationCover, 'without' | 'total'> & Record<string, unknown>>(sql`
    select (count(*) filter (where s.kind = 'station'))::int as stations, (count(*) filter (where s.kind = 'point'))::int as points,
      coalesce(sum((select count(*) from station_people p where p.station_id = s.id and p.until_on is null)), 0)::int as people,
      (select count(*) from areas a where a.level = 'township' and ${within(scope, sql`left(a.code, 6)`, sql`a.code`)}
        ${area ? sql`and a.code ^@ ${area}` : sql``})::int as townships
    from stations s where s.closed_on is null and ${mine(scope)} ${here}`);
  const without = await tx.execute<StationCover['without'][number] & Record<string, unknown>>(sql`
    select a.code, a.name from areas a where a.level = 'township' and ${within(scope, sql`left(a.code, 6)`, sql`a.code`)}
      ${area ? sql`and a.code ^@ ${area}` : sql``}
      and not exists (select 1 from stations s where s.kind = 'station' and s.closed_on is null and s.area_code = a.code)
    order by a.code limit 200`);
  return { ...counts!, total: counts!.stations + counts!.points, without: [...without] };
}

/** Accounts whose work lies in an area: who can be named at a station there. */
export async function listWorkers(tx: Executor, scope: Scope, area: string): Promise<StationPerson[]> {
  const rows = await tx.execute<StationPerson & Record<string, unknown>>(sql`
    select u.id as "userId", u.name, coalesce(u.visitor_kind, 'cadre') as kind from users u
    where u.is_active and exists (select 1 from user_areas h where h.user_id = u.id and h.until_on is null
      and h.area_code ^@ ${area} and ${within(scope, sql`left(h.area_code, 6)`, sql`h.area_code`)})
    order by u.name, u.id limit 200`);
  return [...rows];
}

interface Acting {
  tx: Executor;
  scope: Scope;
  now: Date;
  today: string;
}

/** Opens a station; its place lies in the scope, or it is not found. Returns its id. */
export async function addStation({ tx, scope, now, today }: Acting, input: StationInput): Promise<string> {
  await checkPlace(tx, scope, input);
  const { area, people, ...columns } = input;
  const id = newId(now);
  const changed = { changedBy: scope.userId, changedAt: now };
  await tx.insert(stations).values({ id, ...columns, areaCode: area, countyCode: area.slice(0, 6), ...changed });
  await addPeople(tx, { id, people, now, today });
  return id;
}

/** Changes what a station is and who works there. One that was closed, or is of another version by now, is a conflict. */
export async function changeStation(
  { tx, scope, now, today }: Acting,
  of: { before: StationRow; version: number; to: StationInput },
): Promise<void> {
  const { before, version, to } = of;
  await checkPlace(tx, scope, to, before.id);
  const rows = await tx.execute(sql`
    update stations s set kind = ${to.kind}, name = ${to.name}, area_code = ${to.area}, county_code = ${to.area.slice(0, 6)}, address = ${to.address},
      phone = ${to.phone}, hours = ${to.hours}, opened_on = ${to.openedOn}, version = s.version + 1, changed_by = ${scope.userId}, changed_at = ${now.toISOString()}
    where s.id = ${before.id}::uuid and s.version = ${version} and s.closed_on is null and ${mine(scope)} returning 1`);
  if (rows.length === 0) throw new Problem('version-conflict');
  const same = (left: StationPerson, right: StationPerson) =>
    left.userId === right.userId && left.name === right.name && left.kind === right.kind;
  const gone = before.people.filter((one) => !to.people.some((other) => same(one, other)));
  for (const one of gone)
    await tx.execute(sql`update station_people set until_on = ${today} where station_id = ${before.id}::uuid and until_on is null
      and name = ${one.name} and kind = ${one.kind} and user_id is not distinct from ${one.userId}::uuid`);
  const added = to.people.filter((one) => !before.people.some((other) => same(one, other)));
  await addPeople(tx, { id: before.id, people: added, now, today });
}

/** Closes a station; false when it is closed already or has moved on. */
export async function closeStation(
  { tx, scope, now }: Acting,
  of: { id: string; version: number; closedOn: string; reason: string },
): Promise<boolean> {
  const rows = await tx.execute(sql`
    update stations s set closed_on = ${of.closedOn}, close_reason = ${of.reason}, version = s.version + 1, changed_by = ${scope.userId}, changed_at = ${now.toISOString()}
    where s.id = ${of.id}::uuid and s.version = ${of.version} and s.closed_on is null and ${mine(scope)} returning 1`);
  if (rows.length > 0)
    await tx.execute(
      sql`update station_people set until_on = ${of.closedOn} where station_id = ${of.id}::uuid and until_on is null`,
    );
  return rows.length > 0;
}

async function addPeople(tx: Executor, of: { id: string; people: StationPerson[]; now: Date; today: string }) {
  const { id, people, now, today } = of;
  if (people.length === 0) return;
  await tx
    .insert(stationPeople)
    .values(people.map((one) => ({ id: newId(now), stationId: id, ...one, fromOn: today })));
}

const NO_PLACE =
  '社工站设在乡镇（街道），服务点设在村（社区）。 / A station is of a township, a service point of a village.';
const TAKEN = '那里已有一个同名的。 / There is one of this name already.';
const NO_PERSON = '没有这个人，或不在本辖区。 / No such person here, or outside your area.';

async function checkPlace(tx: Executor, scope: Scope, input: StationInput, own?: string): Promise<void> {
  const [place] = await tx.execute<{ level: string }>(
    sql`select level from areas a where a.code = ${input.area} and ${within(scope, sql`left(a.code, 6)`, sql`a.code`)}`,
  );
  if (!place) throw new Problem('not-found');
  const errors: { pointer: string; detail: string }[] = [];
  if (place.level !== (input.kind === 'station' ? 'township' : 'village'))
    errors.push({ pointer: '/area', detail: NO_PLACE });
  const [taken] =
    await tx.execute(sql`select 1 from stations s where s.area_code = ${input.area} and s.name = ${input.name}
    and s.closed_on is null and s.id is distinct from ${own ?? null}::uuid and ${mine(scope)}`);
  if (taken) errors.push({ pointer: '/name', detail: TAKEN });
  const ids = [...new Set(input.people.flatMap((one) => one.userId ?? []))];
  // Row-level security shows the accounts of the caller's own areas only.
  const known = await tx.execute(sql`select 1 from users where id = any(${sql.param(ids)}::uuid[])`);
  if (known.length < ids.length) errors.push({ pointer: '/people', detail: NO_PERSON });
  if (errors.length > 0) throw new Problem('wrong-input', undefined, errors);
}
