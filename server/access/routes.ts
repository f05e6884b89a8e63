// Signing in and out, who I am, my password; and all routes of accounts, keys and security.
import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../db/client.ts';
import { settings } from '../../db/schema/access.ts';
import { areas, bodies } from '../../db/schema/areas.ts';
import { Problem } from '../kernel/problem.ts';
import { accountRoutes } from './accounts/routes.ts';
import { keyRoutes } from './key-routes.ts';
import { ACTIONS, type Action, Credentials, Me, mayDo, PasswordChange } from './model.ts';
import { type Call, definePublicRoute, defineRoute, type Route } from './route.ts';
import { securityRoutes } from './security/routes.ts';
import { endSession, endSessionsOf, signIn } from './sessions.ts';
import { changePassword } from './users.ts';

/** The setting that stands while a rehearsal plays. */
export const PLAYING = 'rehearsal-playing';

const SignedIn = z.object({ username: z.string(), role: z.string() });

const startSession = definePublicRoute({
  method: 'POST',
  url: '/api/session',
  action: 'session.start',
  summary: 'Sign in; the session comes as a cookie',
  body: Credentials,
  response: SignedIn,
  async handle({ tx, body, now, session, record }) {
    const result = await signIn(tx, { ...body, origin: session.origin }, now);
    if (result.kind !== 'signed-in') {
      // What was typed is not kept unless it is an account's name: people type passwords into the wrong field.
      const { account, kind } = result;
      await record({
        action: 'session.refuse',
        subjectKind: 'user',
        subjectId: account?.id ?? 'unknown',
        actor: account,
        details: { reason: kind, address: session.origin.address },
      });
      return new Problem(kind);
    }
    const { user } = result;
    await record({ subjectKind: 'user', subjectId: user.id, actor: user });
    session.keep(result.token, result.expiresAt);
    return { username: user.username, role: user.role };
  },
});

const readSession = (workdays: Me['workdays']) =>
  defineRoute({
    method: 'GET',
    url: '/api/session',
    action: 'session.read',
    summary: 'Who I am, what I may see and do, what time it is here, and which days are worked',
    response: Me,
    handle: async (call) => ({ ...(await describeMe(call)), workdays }),
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
    session.endOthers(await endSessionsOf(tx, user.id, session.tokenHash ?? ''));
    await record({ subjectKind: 'user', subjectId: user.id });
    return null;
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

/** The routes of access; `workdays` is what rules/workdays.yaml says, for the browsers to count by. */
export const accessRoutes = ({ workdays }: { workdays: Me['workdays'] }): Route[] => [
  ...[startSession, readSession(workdays), closeSession, putPassword],
  ...accountRoutes,
  ...securityRoutes,
  ...keyRoutes,
];
