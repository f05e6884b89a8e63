// The phone's two doors: all it needs in one answer, all that was done in one request.

import { defineRoute, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import type { RuleVersions } from '../flow/rules/versions.ts';
import { dayOf } from '../kernel/clock.ts';
import type { Keys } from '../kernel/keys.ts';
import { fromPhone } from '../phones/seen.ts';
import { listFindingAreas } from './areas.ts';
import { type Acts, takeChanges } from './changes.ts';
import { checkHolder } from './holder.ts';
import { ChangesAnswer, ChangesInput, FieldSync, SyncQuery, ViewAsInput, ViewedAs } from './model.ts';
import { readSync } from './sync.ts';
import { readAs } from './view-as.ts';

interface Needs {
  catalogue: Catalogue;
  versions: RuleVersions;
  keys: Keys;
  /** The routes of tasks and visits, among which are the single acts. */
  routes: readonly Route[];
}

/** The routes of the field pages; what a change does is done by the routes it stands for. */
export function fieldRoutes({ catalogue, versions, keys, routes }: Needs): Route[] {
  const { attemptReasons, contracts, deadlines, departments, forms, measures, outcomes, book, routine } = catalogue;
  const causes = book.causes.map(({ id, label }) => ({ code: id, names: label }));
  const { indicators } = book.catalogue;
  const words = { outcomes, causes, forms, attemptReasons };
  const needs = { versions, contracts, departments, measures, indicators, keys, routine, words };
  const find = (method: string, url: string) => {
    const found = routes.find((route) => route.method === method && route.url === url);
    if (!found) throw new Error(`The field has no ${method} ${url} to act by.`);
    return found;
  };
  const acts: Acts = {
    routes: {
      accept: find('POST', '/api/tasks/:id/accept'),
      return: find('POST', '/api/tasks/:id/return'),
      visit: find('PUT', '/api/visits/:id'),
      attempt: find('PUT', '/api/visit-attempts/:id'),
    },
    leads: { keys, deadlines, causes: book.causes },
    words: { outcomes, forms, indicators: book.catalogue.indicators, contracts, departments },
  };

  const sync = defineRoute({
    method: 'GET',
    url: '/api/field/sync',
    action: 'field.sync',
    summary: 'What a coordinator’s phone needs, and of that what it does not have yet',
    query: SyncQuery,
    response: FieldSync,
    async handle({ tx, scope, user, query, now, isRehearsal, record }) {
      checkHolder(query.holder, user);
      const news = await readSync(tx, { user, scope, now, cursor: query.cursor }, needs);
      if (news.items.length > 0)
        await record({
          subjectKind: 'task-list',
          subjectId: 'phone',
          details: { tasks: news.items.map((item) => item.id) },
        });
      const areas = await listFindingAreas(tx, scope, user);
      return { now: now.toISOString(), user: { id: user.id, name: user.name, areas }, isRehearsal, ...news };
    },
  });

  const change = defineRoute({
    method: 'POST',
    url: '/api/field/changes',
    action: 'field.change',
    summary: 'What was done on a phone, in order; each change is answered for itself, and sent again it is done once',
    body: ChangesInput,
    response: ChangesAnswer,
    async handle({ body, ...call }) {
      checkHolder(body.holder, call.user);
      const items = await takeChanges(call, body.changes, acts);
      const count = (outcome: string) => items.filter((item) => item.outcome === outcome).length;
      await call.record({
        subjectKind: 'user',
        subjectId: call.user.id,
        details: { applied: count('applied'), kept: count('kept'), refused: count('needs-you') },
      });
      return { now: call.now.toISOString(), items };
    },
  });

  const viewAs = defineRoute({
    method: 'POST',
    url: '/api/field/view-as',
    action: 'field.view-as',
    summary: 'What a coordinator’s phone shows, to help them; with a reason, and nothing can be done there',
    body: ViewAsInput,
    response: ViewedAs,
    async handle({ tx, scope, body, now, record }) {
      const { area, ...shown } = await readAs(tx, scope, { userId: body.userId, now, today: dayOf(now) }, needs);
      const details = { reason: body.reason, tasks: shown.tasks.map((task) => task.id) };
      await record({ subjectKind: 'user', subjectId: body.userId, areaCode: area, details });
      return shown;
    },
  });

  return [...[sync, change].map(fromPhone), viewAs];
}
