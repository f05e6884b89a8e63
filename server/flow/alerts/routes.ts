// The alerts of my area, and why each stands.
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import { dayOf } from '../../kernel/clock.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../../kernel/page.ts';
import { orNotFound } from '../../kernel/problem.ts';
import { readBook } from '../rules/book.ts';
import { listBacklog } from './backlog.ts';
import { resolveFilter } from './filter.ts';
import { AlertFilter, AlertRow, BacklogRow, Why } from './model.ts';
import { type SilenceContext, silenceRoutes } from './silence-routes.ts';
import { AlertCursor, listAlerts, sentTo } from './store.ts';
import { explainAlert, type WhyContext } from './why.ts';

export function alertRoutes(context: Omit<WhyContext, 'reader' | 'today'> & SilenceContext): Route[] {
  const list = defineRoute({
    method: 'GET',
    url: '/api/alerts',
    action: 'alert.read',
    summary: 'Alerts of my area under one filter, strongest first',
    query: AlertFilter.extend(PageQuery.shape),
    response: pageOf(AlertRow),
    async handle({ tx, scope, user, query, record }) {
      const after = readCursor(query.after, AlertCursor);
      const page = await listAlerts(tx, scope, await resolveFilter(tx, query, context), context.versions, {
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
    async handle({ tx, scope, user, params, now, record }) {
      const asked = { ...context, reader: user, today: dayOf(now) };
      const found = orNotFound(await explainAlert(tx, scope, params.id, asked));
      await record({ subjectKind: 'alert', subjectId: params.id, areaCode: found.alert.areaCode });
      return found;
    },
  });

  const backlog = defineRoute({
    method: 'GET',
    url: '/api/alerts/backlog',
    action: 'map.read',
    summary:
      'What stood when its rule was first run and waits for room in its village: by village and rule, nobody by name',
    query: AlertFilter.pick({ area: true, severity: true, class: true, rule: true, cause: true, source: true }),
    response: z.object({ total: z.number(), items: z.array(BacklogRow) }),
    async handle({ tx, scope, query, now }) {
      const book = await readBook(tx, context.book);
      const filter = await resolveFilter(tx, { ...query, subject: 'need', state: 'open' }, context);
      const items = await listBacklog(tx, scope, { book, now, filter });
      return { total: items.reduce((total, row) => total + row.findings, 0), items };
    },
  });

  return [list, backlog, why, ...silenceRoutes(context)];
}
