// What the map page asks for, all under one filter: figures, weeks, days, changes, confirmation; and the list as a file.
import { defineRoute, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { resolveFilter } from '../flow/alerts/filter.ts';
import { AlertFilter, AlertMap } from '../flow/alerts/model.ts';
import { orNotFound } from '../kernel/problem.ts';
import { readChanges } from './changes.ts';
import { readConfirmed } from './confirmed.ts';
import { readDays } from './days.ts';
import { hidesFewFrom } from './few.ts';
import { readMap } from './map.ts';
import { AlertChanges, AlertConfirmed, AlertDays, AlertTrend } from './model.ts';
import { readTrend, withoutFewWeeks } from './trend.ts';

export function mapRoutes(catalogue: Catalogue): Route[] {
  return [
    defineRoute({
      method: 'GET',
      url: '/api/map',
      action: 'map.read',
      summary: 'Figures of one division and its children under the filter of the list',
      query: AlertFilter,
      response: AlertMap,
      async handle({ tx, scope, user, query, now }) {
        const question = { filter: query, catalogue, now, hidesFew: hidesFewFrom(user.role) };
        return orNotFound(await readMap(tx, scope, question));
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/map/trend',
      action: 'map.read',
      summary:
        'The last twelve weeks under the same filter: raised, closed, and open at each week’s end, whatever its state says',
      query: AlertFilter,
      response: AlertTrend,
      async handle({ tx, scope, user, query, now }) {
        const trend = await readTrend(tx, scope, await resolveFilter(tx, query, catalogue), now);
        return hidesFewFrom(user.role) ? withoutFewWeeks(trend) : trend;
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/map/days',
      action: 'map.read',
      summary: 'New alerts on each of the last ninety days under the same filter, whatever its state and day say',
      query: AlertFilter,
      response: AlertDays,
      async handle({ tx, scope, user, query, now }) {
        const filter = await resolveFilter(tx, query, catalogue);
        return await readDays(tx, scope, { filter, now, hidesFew: hidesFewFrom(user.role) });
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/map/changes',
      action: 'map.read',
      summary: 'What came, ended and was escalated on one day, by place, rule and level; and red alerts nobody went to',
      query: AlertFilter,
      response: AlertChanges,
      async handle({ tx, scope, user, query, now }) {
        const question = { filter: query, catalogue, now, hidesFew: hidesFewFrom(user.role) };
        return orNotFound(await readChanges(tx, scope, question));
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/map/confirmed',
      action: 'map.read',
      summary: 'Of the alerts closed within a year, how many were verified and how many right, by child division',
      query: AlertFilter,
      response: AlertConfirmed,
      async handle({ tx, scope, user, query, now }) {
        const question = { filter: query, catalogue, now, hidesFew: hidesFewFrom(user.role) };
        return orNotFound(await readConfirmed(tx, scope, question));
      },
    }),
  ];
}
