// Keys for pushing: an administrator gives one to any department, a liaison to their own; its secret is told once, when it is made.
import { eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { apiKeys } from '../../db/schema/ingest.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../kernel/page.ts';
import { Problem } from '../kernel/problem.ts';
import { addKey, listKeys, revokeKey } from './api-keys.ts';
import { KeyInput, KeyMade, KeyRow } from './model.ts';
import { defineRoute, type Route, type SignedIn } from './route.ts';

const getKeys = defineRoute({
  method: 'GET',
  url: '/api/keys',
  action: 'key.read',
  summary: 'Keys for pushing without their secrets, newest first; a liaison sees their own department’s',
  isTrusted: true,
  query: PageQuery,
  response: pageOf(KeyRow),
  async handle({ tx, user, query }) {
    const before = readCursor(query.after, z.tuple([z.uuid()]))?.[0];
    const page = { only: theirs(user), limit: query.limit + 1, ...(before && { before }) };
    const rows = await listKeys(tx, page);
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > items.length ? encodeCursor([items.at(-1)?.id]) : null };
  },
});

const postKey = defineRoute({
  method: 'POST',
  url: '/api/keys',
  action: 'key.create',
  summary: 'Make a key for pushing; its secret is shown this once',
  isTrusted: true,
  body: KeyInput,
  response: KeyMade,
  async handle({ tx, user, body, now, record }) {
    const department = body.department ?? user.department;
    if (user.role === 'department-liaison' && department !== user.department) throw new Problem('not-found');
    const key = { department: department ?? '', label: body.label, createdBy: user.id };
    const made = await addKey(tx, key, now);
    const details = { key: made.name, department, label: body.label };
    await record({ subjectKind: 'key', subjectId: made.id, details });
    return made;
  },
});

const revoke = defineRoute({
  method: 'POST',
  url: '/api/keys/:id/revoke',
  action: 'key.revoke',
  summary: 'Revoke a key: the next call with it is refused',
  isTrusted: true,
  params: z.object({ id: z.uuid() }),
  response: z.null(),
  async handle({ tx, user, params, now, record }) {
    if (!(await revokeKey(tx, params.id, now, theirs(user)))) throw new Problem('not-found');
    await record({ subjectKind: 'key', subjectId: params.id });
    return null;
  },
});

function theirs(user: SignedIn): SQL {
  return user.role === 'department-liaison' ? eq(apiKeys.department, user.department ?? '') : sql`true`;
}

export const keyRoutes: Route[] = [getKeys, postKey, revoke];
