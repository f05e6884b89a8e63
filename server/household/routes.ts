// One household and everything about it, the list of them, and the search box. Every look is recorded: who, whom, when, and why.
import { z } from 'zod';
import { defineRoute, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { readBook } from '../flow/rules/book.ts';
import type { RuleVersions } from '../flow/rules/versions.ts';
import { readAddress } from '../flow/tasks/people.ts';
import { dayOf } from '../kernel/clock.ts';
import type { Keys } from '../kernel/keys.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../kernel/page.ts';
import { orNotFound } from '../kernel/problem.ts';
import { findHousehold } from './find.ts';
import { readLine } from './line.ts';
import { HouseholdCursor, listHouseholds } from './list.ts';
import { readHouseholdLog } from './log.ts';
import { readFaces, readPeople } from './members.ts';
import * as model from './model.ts';
import { readReport } from './report.ts';
import { checkPace, readNumber } from './reveal.ts';
import { search } from './search.ts';
import { readSeries } from './series.ts';
import { readStatus } from './status.ts';
import { readCaseTasks, readOpenAlerts } from './tasks.ts';

const ById = z.object({ id: z.string().min(2).max(40) });

interface Needs {
  catalogue: Catalogue;
  versions: RuleVersions;
  keys: Keys;
}

/** The routes of the household page; they need the policy, the rules as they were, and the keys of personal numbers. */
export function householdRoutes(needs: Needs): Route[] {
  return [listRoute(needs), searchRoute(needs), ...pageRoutes(needs), revealRoute(needs), reportRoute(needs)];
}

function listRoute({ keys }: Needs): Route {
  return defineRoute({
    method: 'GET',
    url: '/api/households',
    action: 'household.read',
    summary: 'Households of my area in the order of their places, or those a name or number means',
    query: model.HouseholdFilter.extend(PageQuery.shape),
    response: pageOf(model.HouseholdRow),
    async handle({ tx, scope, query, record }) {
      const after = readCursor(query.after, HouseholdCursor);
      const page = await listHouseholds(tx, scope, query, { limit: query.limit, after, keys });
      if (page.items.length > 0)
        await record({
          subjectKind: 'household-list',
          subjectId: query.area ?? 'mine',
          details: { households: page.items.map((item) => item.id) },
        });
      return { items: page.items, next: page.next && encodeCursor(page.next) };
    },
  });
}

function searchRoute({ keys }: Needs): Route {
  return defineRoute({
    method: 'POST', // addresses are kept by proxies and browsers, and what is typed may be a personal number
    url: '/api/search',
    action: 'search.read',
    summary: 'What a name, a whole ID number, a 户号, a village or a task number means in my area',
    body: z.object({ q: z.string().trim().min(1).max(60) }),
    response: model.SearchAnswer,
    async handle({ tx, scope, body, record }) {
      const answer = await search(tx, scope, body.q, keys);
      const ids = answer.items.flatMap((item) => (item.kind === 'village' ? [] : [item.id]));
      // What was typed is not kept: its kind is, and whom it found.
      await record({ subjectKind: 'search', subjectId: answer.kind, details: { found: [...new Set(ids)] } });
      return answer;
    },
  });
}

function pageRoutes({ catalogue, versions, keys }: Needs): Route[] {
  const read = defineRoute({
    method: 'GET',
    url: '/api/households/:id',
    action: 'household.read',
    summary: 'One household: its people, what it is recognised as, and the work on it',
    params: ById,
    response: model.HouseholdView,
    async handle({ tx, scope, params, now, record }) {
      const found = orNotFound(await findHousehold(tx, scope, params.id));
      const today = dayOf(now);
      await record({ subjectKind: 'household', subjectId: found.publicId, areaCode: found.area });
      const { publicId, number, head, area, place, settlement } = found;
      return {
        ...{ id: publicId, number, head, areaCode: area, place, settlement },
        address: await readAddress(tx, found.id, keys),
        ...(await readOpenAlerts(tx, scope, found.id)),
        members: await readPeople(tx, found.id, keys, today),
        status: await readStatus(tx, found.id, { contracts: catalogue.contracts, today }),
        ...(await readFaces(tx, found.id)),
        tasks: await readCaseTasks(tx, scope, found.id),
      };
    },
  });

  const line = defineRoute({
    method: 'GET',
    url: '/api/households/:id/line',
    action: 'household.read',
    summary: 'Two years of one household: what each source told, and the thread from signal to visit to help',
    params: ById,
    response: model.Line,
    async handle({ tx, scope, params, now, record }) {
      const found = orNotFound(await findHousehold(tx, scope, params.id));
      const today = dayOf(now);
      const status = await readStatus(tx, found.id, { contracts: catalogue.contracts, today });
      const answer = await readLine(tx, scope, found.id, { catalogue, versions, today, status });
      await record({ subjectKind: 'household', subjectId: found.publicId, details: { part: 'line' } });
      return answer;
    },
  });

  const series = defineRoute({
    method: 'GET',
    url: '/api/households/:id/series',
    action: 'household.read',
    summary: 'Indicators of one household over 24 months, with the lines the rules hold them against',
    params: ById,
    response: model.Series,
    async handle({ tx, scope, params, now, record }) {
      const found = orNotFound(await findHousehold(tx, scope, params.id));
      const book = await readBook(tx, catalogue.book);
      const answer = await readSeries(tx, found, { book, today: dayOf(now) });
      await record({ subjectKind: 'household', subjectId: found.publicId, details: { part: 'series' } });
      return answer;
    },
  });

  const log = defineRoute({
    method: 'GET',
    url: '/api/households/:id/log',
    action: 'household.read',
    summary: 'How the work on one household moved, and who has looked at it',
    isTrusted: true, // nobody else may read the log; the household is found in the caller's scope first
    params: ById,
    query: z.object({ looks: z.coerce.number().int().min(1).max(200).default(5) }),
    response: model.HouseholdLog,
    async handle({ tx, scope, params, query, record }) {
      const found = orNotFound(await findHousehold(tx, scope, params.id));
      const answer = await readHouseholdLog(tx, found.id, query);
      await record({ subjectKind: 'household', subjectId: found.publicId, details: { part: 'log' } });
      return answer;
    },
  });
  return [read, line, series, log];
}

function revealRoute({ keys }: Needs): Route {
  return defineRoute({
    method: 'POST',
    url: '/api/households/:id/reveal',
    action: 'person.reveal',
    summary: 'One personal number in full, for a reason that is kept; thirty an hour at most',
    isTrusted: true, // counts the caller's own entries of the log; the household is found in the caller's scope first
    params: ById,
    body: model.RevealInput,
    response: z.object({ value: z.string() }),
    async handle({ tx, scope, user, params, body, now, record }) {
      const found = orNotFound(await findHousehold(tx, scope, params.id));
      await checkPace(tx, user.id, now);
      const value = orNotFound(await readNumber(tx, found.id, body, keys));
      const { personId, field, purpose, reason } = body;
      await record({
        ...{ subjectKind: 'household', subjectId: found.publicId, areaCode: found.area },
        details: { person: personId, field, purpose, reason },
      });
      return { value };
    },
  });
}

function reportRoute({ catalogue, keys }: Needs): Route {
  return defineRoute({
    method: 'GET',
    url: '/api/households/:id/report',
    action: 'household.report',
    summary: 'The check report: of each member what every department told, with file and line, and who said nothing',
    params: ById,
    query: model.ReportQuery,
    response: model.CheckReport,
    async handle({ tx, scope, user, params, query, now, record }) {
      const found = orNotFound(await findHousehold(tx, scope, params.id));
      const report = await readReport(tx, found, { catalogue, keys, user, now, purpose: query.purpose });
      await record({
        ...{ subjectKind: 'household', subjectId: found.publicId, areaCode: found.area },
        details: { purpose: query.purpose, people: report.people.length },
      });
      return report;
    },
  });
}
