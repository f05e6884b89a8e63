// What is asked of the API under load: who asks, and how the requests of one run are found. Moves take other tasks each time.
import { sql } from 'drizzle-orm';
import type { Served } from './api-server.ts';
import type { LoadRequest } from './load.ts';

export interface Asked {
  name: string;
  cookie: string;
  /** The requests of one run on so many connections. */
  prepare(connections: number): Promise<LoadRequest[]>;
  /** Each request once: what it does can be done once only. */
  once?: boolean;
}

const COUNTY = '222405';
const TOWNSHIP = '222405105';
/** Moves of one run. */
const MOVES = 120;

/** Every kind of request that is measured, with those who ask signed in. */
export async function askedOf({ owner, url, signIn }: Served): Promise<Asked[]> {
  const [dispatcher, monitor] = [await signIn('longjing'), await signIn('province')];
  const county = (name: string, ...paths: string[]): Asked => asked(`county ${name}`, dispatcher, paths);
  const idsOf = async (table: 'alerts' | 'tasks', state: string) => {
    const rows = await owner.execute<{ id: string }>(sql`select id from ${sql.identifier(table)}
      where county_code = ${COUNTY} and state = any(${sql.param(state.split(','))}::text[]) order by md5(id::text) limit 500`);
    return rows.map((row) => row.id);
  };
  const pages = async (path: string): Promise<string[]> => {
    const found: string[] = [];
    for (let at = path; found.length < 20; ) {
      const answer = await fetch(`${url}${at}`, { headers: { cookie: dispatcher } });
      const { next } = (await answer.json()) as { next: string | null };
      if (!next) break;
      at = `${path}&after=${encodeURIComponent(next)}`;
      found.push(at);
    }
    return found;
  };
  return [
    county('tasks: waiting, first page', '/api/tasks?view=waiting'),
    county('tasks: waiting, next pages', ...(await pages('/api/tasks?view=waiting'))),
    county('tasks: overdue', '/api/tasks?view=overdue'),
    county('tasks: of a township', `/api/tasks?view=out&area=${TOWNSHIP}`),
    county('tasks: closed, latest first', '/api/tasks?view=closed'),
    county('tasks: closed, next pages', ...(await pages('/api/tasks?view=closed'))),
    county('alerts: first page', '/api/alerts'),
    county('alerts: next pages', ...(await pages('/api/alerts?limit=50'))),
    county('alerts: filtered', '/api/alerts?severity=red,orange&class=discovery'),
    county('alerts: ended', '/api/alerts?state=ended'),
    county('why', ...(await idsOf('alerts', 'open,closed')).map((id) => `/api/alerts/${id}`)),
    county(
      'task page',
      ...(await idsOf('tasks', 'waiting,assigned,accepted,submitted,closed')).map((id) => `/api/tasks/${id}`),
    ),
    {
      name: 'county dispatch',
      cookie: dispatcher,
      once: true,
      prepare: (connections) => dispatches(owner, connections),
    },
    { name: 'county hand back', cookie: dispatcher, once: true, prepare: (connections) => returns(owner, connections) },
    county('map', '/api/map'),
    county('map: of a township', `/api/map?area=${TOWNSHIP}`),
    asked('province map', monitor, ['/api/map']),
    asked('province map: filtered', monitor, ['/api/map?severity=red,orange&class=discovery']),
    asked('province map: ended', monitor, ['/api/map?state=ended']),
    asked('province map: a prefecture', monitor, ['/api/map?area=2201', '/api/map?area=2224']),
    asked('province alerts: first page', monitor, ['/api/alerts']),
    asked('province tasks: overdue', monitor, ['/api/tasks?view=overdue']),
    asked('province sources', monitor, ['/api/sources']),
  ];
}

function asked(name: string, cookie: string, paths: readonly string[]): Asked {
  return { name, cookie, prepare: async () => paths.map((path) => ({ path })) };
}

interface Standing extends Record<string, unknown> {
  id: string;
  version: number;
  to: string;
}

async function dispatches(owner: Served['owner'], connections: number): Promise<LoadRequest[]> {
  const rows = await owner.execute<Standing>(sql`select t.id, t.version, h.user_id as to from tasks t
    cross join lateral (select user_id from user_areas u where u.area_code = t.area_code order by user_id limit 1) h
    where t.county_code = ${COUNTY} and t.state in ('waiting', 'returned', 'dispatched') order by md5(t.id::text) limit ${MOVES + 2 * connections}`);
  return rows.map(({ id, version, to }) => ({
    ...{ method: 'POST', path: `/api/tasks/${id}/dispatch`, version, body: { assigneeId: to } },
  }));
}

async function returns(owner: Served['owner'], connections: number): Promise<LoadRequest[]> {
  const rows = await owner.execute<Standing>(sql`select t.id, t.version, '' as to from tasks t
    where t.county_code = ${COUNTY} and t.state in ('assigned', 'accepted') order by md5(t.id::text) limit ${MOVES + 2 * connections}`);
  return rows.map(({ id, version }) => ({
    ...{ method: 'POST', path: `/api/tasks/${id}/return`, version, body: { reason: '人手不够，请改派' } },
  }));
}
