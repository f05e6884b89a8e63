// The alerts of my area, and why each stands.
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../../kernel/page.ts';
import { orNotFound } from '../../kernel/problem.ts';
import { AlertFilter, AlertRow, Why } from './model.ts';
import { AlertCursor, listAlerts, sentTo } from './store.ts';
import { explainAlert, type WhyContext } from './why.ts';

export function alertRoutes(context: Omit<WhyContext, 'reader'>): Route[] {
  const list = defineRoute({
    method: 'GET',
    url: '/api/alerts',
    action: 'alert.read',
    summary: 'Alerts of my area under one filter, strongest first',
    query: AlertFilter.extend(PageQuery.shape),
    response: pageOf(AlertRow),
    async handle({ tx, scope, user, query, record }) {
      const after = readCursor(query.after, AlertCursor);
      const page = await listAlerts(tx, scope, query, context.versions, {
        limit: query.limit,
        after,
        only: sentTo(user),
      });
      if (page.items.length > 0)
        await record({
          subjectKind: 'alert-list',
          subjectId: query.area ?? 'mine',
          details: { alerts: page.items.map((item) => item.id) },
        });
      return { items: page.items, next: page.next && encodeCursor(page.next) };
    },
  });

  const why = defineRoute({
    method: 'GET',
    url: '/api/alerts/:id',
    action: 'alert.read',
    summary: 'Why an alert stands: values, lines, rows of files, rule version, policy',
    params: z.object({ id: z.uuid() }),
    response: Why,
    async handle({ tx, scope, user, params, record }) {
      const found = orNotFound(await explainAlert(tx, scope, params.id, { ...context, reader: user }));
      await record({ subjectKind: 'alert', subjectId: params.id, areaCode: found.alert.areaCode });
      return found;
    },
  });

  return [list, why];
}
