// The boards. They are sums over whole counties and run as the flow role, with the caller's scope in every statement: as the web role,
// under row-level security, a province's at a million tasks was cut off after fifteen seconds.
import { mayDo } from '../../access/model.ts';
import { defineRoute, type Route } from '../../access/route.ts';
import type { Catalogue } from '../../catalogue.ts';
import { orNotFound } from '../../kernel/problem.ts';
import { BoardFilter, CountiesBoard, FunnelBoard, TimeBoard, WorkloadBoard } from './model.ts';
import { readCounties, readFunnel, readTime } from './read.ts';
import { readWorkload } from './workload.ts';

export function boardRoutes(catalogue: Catalogue): Route[] {
  return [
    defineRoute({
      method: 'GET',
      url: '/api/boards/funnel',
      action: 'board.read',
      isTrusted: true,
      summary: 'Alerts raised in a period by place: found, dispatched, visited, confirmed, helped',
      query: BoardFilter,
      response: FunnelBoard,
      async handle({ tx, scope, query, now }) {
        return orNotFound(await readFunnel(tx, scope, { filter: query, catalogue, now }));
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/boards/time',
      action: 'board.read',
      isTrusted: true,
      summary: 'Alerts raised in a period by level: hours to the door against the deadline of the visit',
      query: BoardFilter,
      response: TimeBoard,
      async handle({ tx, scope, query, now }) {
        return orNotFound(await readTime(tx, scope, { filter: query, catalogue, now }));
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/boards/workload',
      action: 'board.read',
      isTrusted: true,
      summary: 'Coordinators now: in hand, due, late and capacity, by place; by person in a county or below',
      query: BoardFilter.pick({ area: true }),
      response: WorkloadBoard,
      async handle({ tx, scope, user, query, now }) {
        const withNames = mayDo(user.role, 'task.read');
        return orNotFound(await readWorkload(tx, scope, { area: query.area, now, withNames }));
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/boards/counties',
      action: 'board.read',
      isTrusted: true,
      summary:
        'Counties side by side in a period: alerts, visits in time, confirmation, what is late; and all together',
      query: BoardFilter,
      response: CountiesBoard,
      async handle({ tx, scope, query, now }) {
        return orNotFound(await readCounties(tx, scope, { filter: query, catalogue, now }));
      },
    }),
  ];
}
