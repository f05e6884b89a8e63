// Stations and service points, by area: everybody who works there reads them, the county opens, changes and closes its own.
import { z } from 'zod';
import { type Call, defineRoute, type Route } from '../access/route.ts';
import { AREA_CODE } from '../kernel/area.ts';
import { dayOf } from '../kernel/clock.ts';
import { encodeCursor, pageOf, readCursor } from '../kernel/page.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import { StationClose, StationCover, StationFilter, StationInput, StationPerson, StationRow } from './model.ts';
import { addStation, changeStation, closeStation, findStation, listStations, listWorkers, readCover } from './store.ts';

const ById = z.object({ id: z.uuid() });
const PlaceKey = z.tuple([z.string().max(12), z.uuid()]);

const actingOf = ({ tx, scope, now }: Pick<Call<unknown, unknown, unknown>, 'tx' | 'scope' | 'now'>) => ({
  ...{ tx, scope, now, today: dayOf(now) },
});

const list = defineRoute({
  method: 'GET',
  url: '/api/stations',
  action: 'station.read',
  summary: 'Stations and service points of an area, with their people',
  query: StationFilter,
  response: pageOf(StationRow),
  async handle({ tx, scope, query }) {
    const after = readCursor(query.after, PlaceKey);
    const rows = await listStations(tx, scope, { ...query, after, limit: query.limit + 1 });
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return { items, next: rows.length > items.length && last ? encodeCursor([last.area.code, last.id]) : null };
  },
});

const cover = defineRoute({
  method: 'GET',
  url: '/api/stations/cover',
  action: 'station.read',
  summary: 'How many doors an area has, and which of its townships have none',
  query: z.object({ area: z.string().regex(AREA_CODE).optional() }),
  response: StationCover,
  handle: ({ tx, scope, query }) => readCover(tx, scope, query.area),
});

const workers = defineRoute({
  method: 'GET',
  url: '/api/stations/workers',
  action: 'station.change',
  summary: 'Accounts whose work lies in an area: who can be named at a station there',
  query: z.object({ area: z.string().regex(AREA_CODE) }),
  response: z.object({ items: z.array(StationPerson) }),
  handle: async ({ tx, scope, query }) => ({ items: await listWorkers(tx, scope, query.area) }),
});

const create = defineRoute({
  method: 'POST',
  url: '/api/stations',
  action: 'station.create',
  summary: 'Open a station of a township or a service point of a village',
  body: StationInput,
  response: StationRow,
  async handle(call) {
    const { tx, scope, body, record } = call;
    const id = await addStation(actingOf(call), body);
    const details = { kind: body.kind, name: body.name, people: body.people.length };
    await record({ subjectKind: 'station', subjectId: id, areaCode: body.area, details });
    return orNotFound(await findStation(tx, scope, id));
  },
});

const change = defineRoute({
  method: 'PUT',
  url: '/api/stations/:id',
  action: 'station.change',
  summary: 'Change a station and who works there',
  needsVersion: true,
  params: ById,
  body: StationInput,
  response: StationRow,
  async handle(call) {
    const { tx, scope, params, body, version, record } = call;
    const before = orNotFound(await findStation(tx, scope, params.id));
    await changeStation(actingOf(call), { before, version, to: body });
    const after = orNotFound(await findStation(tx, scope, params.id));
    const told = ({ name, kind, area, address, phone, hours, people }: StationRow) => ({
      ...{ name, kind, area: area.code, address, phone, hours, people: people.map((one) => one.name) },
    });
    const details = { from: told(before), to: told(after) };
    await record({ subjectKind: 'station', subjectId: params.id, areaCode: body.area, details });
    return after;
  },
});

const close = defineRoute({
  method: 'POST',
  url: '/api/stations/:id/close',
  action: 'station.close',
  summary: 'Close a station; whoever worked there leaves it with that day',
  needsVersion: true,
  params: ById,
  body: StationClose,
  response: StationRow,
  async handle(call) {
    const { tx, scope, params, body, version, record } = call;
    const before = orNotFound(await findStation(tx, scope, params.id));
    if (before.closedOn) throw new Problem('state-conflict');
    if (!(await closeStation(actingOf(call), { id: params.id, version, ...body })))
      throw new Problem('version-conflict');
    await record({ subjectKind: 'station', subjectId: params.id, areaCode: before.area.code, details: body });
    return orNotFound(await findStation(tx, scope, params.id));
  },
});

export const routes: Route[] = [list, cover, workers, create, change, close];
