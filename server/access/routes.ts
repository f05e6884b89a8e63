// Signing in and out, who I am, my password, and the administrator's accounts.
import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../db/client.ts';
import { settings } from '../../db/schema/access.ts';
import { areas, bodies } from '../../db/schema/areas.ts';
import { dayOf } from '../kernel/clock.ts';
import { encodeCursor, PageQuery, pageOf, readCursor } from '../kernel/page.ts';
import { Problem } from '../kernel/problem.ts';
import { keyRoutes } from './key-routes.ts';
import { ACTIONS, AccountInput, AccountRow, type Action, Credentials, Me, mayDo, PasswordChange } from './model.ts';
import { hashPassword, makePassword } from './password.ts';
import { type Call, definePublicRoute, defineRoute, type Route } from './route.ts';
import { endOtherSessions, endSession, signIn } from './sessions.ts';
import { addAccounts, changePassword, checkAccount, listAccounts } from './users.ts';

/** The setting that stands while a rehearsal plays. */
export const PLAYING = 'rehearsal-playing';

const NameKey = z.tuple([z.string().max(80)]);
const SignedIn = z.object({ username: z.string(), role: z.string() });

const startSession = definePublicRoute({
  method: 'POST',
  url: '/api/session',
  action: 'session.start',
  summary: 'Sign in; the session comes as a cookie',
  body: Credentials,
  response: SignedIn,
  async handle({ tx, body, now, session, record }) {
    const result = await signIn(tx, body, now);
    if (result.kind !== 'signed-in') {
      // What was typed is not kept unless it is an account's name: people type passwords into the wrong field.
      const { account, kind } = result;
      await record({
        action: 'session.refuse',
        subjectKind: 'user',
        subjectId: account?.id ?? 'unknown',
        actor: account,
        details: { reason: kind },
      });
      return new Problem(kind);
    }
    const { user } = result;
    await record({ subjectKind: 'user', subjectId: user.id, actor: user });
    session.keep(result.token, result.expiresAt);
    return { username: user.username, role: user.role };
  },
});

const readSession = defineRoute({
  method: 'GET',
  url: '/api/session',
  action: 'session.read',
  summary: 'Who I am, what I may see and do, and what time it is here',
  response: Me,
  handle: (call) => describeMe(call),
});

const closeSession = defineRoute({
  method: 'DELETE',
  url: '/api/session',
  action: 'session.end',
  summary: 'Sign out',
  isTrusted: true,
  response: z.null(),
  async handle({ tx, user, session, record }) {
    await endSession(tx, session.tokenHash ?? '');
    await record({ subjectKind: 'user', subjectId: user.id });
    session.drop();
    return null;
  },
});

const putPassword = defineRoute({
  method: 'PUT',
  url: '/api/password',
  action: 'password.change',
  summary: 'Change my password; whatever else is signed in as me is signed out',
  isTrusted: true,
  body: PasswordChange,
  response: z.null(),
  async handle({ tx, user, body, session, record }) {
    await changePassword(tx, user, { old: body.oldPassword, new: body.newPassword });
    await endOtherSessions(tx, user.id, session.tokenHash ?? '');
    await record({ subjectKind: 'user', subjectId: user.id });
    return null;
  },
});

const getUsers = defineRoute({
  method: 'GET',
  url: '/api/users',
  action: 'user.read',
  summary: 'Accounts, by username',
  isTrusted: true,
  query: PageQuery,
  response: pageOf(AccountRow),
  async handle({ tx, query }) {
    const [after] = readCursor(query.after, NameKey) ?? [''];
    const rows = await listAccounts(tx, { after, limit: query.limit + 1 });
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > items.length ? encodeCursor([items.at(-1)?.username]) : null };
  },
});

const postUser = defineRoute({
  method: 'POST',
  url: '/api/users',
  action: 'user.create',
  summary: 'Make an account; its first password is shown this once and must be changed at the first sign-in',
  isTrusted: true,
  body: AccountInput,
  response: z.object({ id: z.uuid(), username: z.string(), password: z.string() }),
  async handle({ tx, body, now, record }) {
    const errors = await checkAccount(tx, body);
    if (errors.length > 0) throw new Problem('wrong-input', undefined, errors);
    const password = makePassword();
    const account = { ...body, passwordHash: await hashPassword(password), mustChangePassword: true };
    const [id] = (await addAccounts(tx, [account], now, dayOf(now))) as [string];
    await record({
      subjectKind: 'user',
      subjectId: id,
      details: {
        username: body.username,
        role: body.role,
        bodyKey: body.bodyKey,
        department: body.department,
        villages: body.villages,
      },
    });
    return { id, username: body.username, password };
  },
});

/** What a caller learns about themselves. */
async function describeMe(call: Call<undefined, undefined, undefined>) {
  const { tx, user, scope, now, session, isRehearsal } = call;
  const [body] = user.bodyKey ? await tx.select().from(bodies).where(eq(bodies.key, user.bodyKey)) : [];
  const playing = isRehearsal ? await tx.select().from(settings).where(eq(settings.key, PLAYING)) : [];
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    role: user.role,
    body: body ?? null,
    department: user.department,
    areas: await nameAreas(tx, scope.areas),
    actions: (Object.keys(ACTIONS) as Action[]).filter((action) => mayDo(user.role, action)),
    isRehearsal,
    isPlaying: playing.length > 0,
    now: now.toISOString(),
    mustChangePassword: session.mustChangePassword,
  };
}

async function nameAreas(tx: Executor, codes: readonly string[]) {
  if (codes.length === 0) return [];
  const rows = await tx
    .select({ code: areas.code, name: areas.name })
    .from(areas)
    .where(inArray(areas.code, [...codes]));
  const names = new Map(rows.map((row) => [row.code, row.name]));
  return codes.map((code) => ({ code, name: names.get(code) ?? code }));
}

export const routes: Route[] = [startSession, readSession, closeSession, putPassword, getUsers, postUser, ...keyRoutes];
