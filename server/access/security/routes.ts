// The security officer's acts: sessions ended, accounts locked and released. And who holds which right, for all three officers.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { dayOf } from '../../kernel/clock.ts';
import { encodeCursor, InstantKey, pageOf, readCursor } from '../../kernel/page.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import { blockAccount, findOther, keepLastOfficer, releaseAccount } from '../accounts/change.ts';
import { findAccount } from '../accounts/list.ts';
import { Reason } from '../accounts/model.ts';
import { ACTIONS, AccountRow, type Action, mayDo, ROLES, type Role } from '../model.ts';
import { defineRoute, type Route } from '../route.ts';
import { endSessionsOf } from '../sessions.ts';
import { RoleRights, SessionFilter, SessionRow } from './model.ts';
import { endNamedSession, listSessions, nameOfSession } from './sessions.ts';

const ById = z.object({ id: z.uuid() });
const SeenKey = z.tuple([InstantKey, z.string().regex(/^[0-9a-f]{64}$/)]);

const getRoles = defineRoute({
  method: 'GET',
  url: '/api/roles',
  action: 'right.read',
  summary: 'Which role holds which rights, and how many active accounts have it',
  isTrusted: true,
  response: z.object({ items: z.array(RoleRights) }),
  async handle({ tx }) {
    const counts = await tx.execute<{ role: Role; holders: number }>(
      sql`select role, count(*)::int as holders from users where is_active and blocked_at is null group by role`,
    );
    const actions = Object.keys(ACTIONS) as Action[];
    const items = ROLES.map((role) => ({
      role,
      holders: counts.find((row) => row.role === role)?.holders ?? 0,
      actions: actions.filter((action) => mayDo(role, action)),
    }));
    return { items };
  },
});

const getSessions = defineRoute({
  method: 'GET',
  url: '/api/sessions',
  action: 'security.read',
  summary: 'Who is signed in since when and from where, seen last first',
  isTrusted: true,
  query: SessionFilter,
  response: pageOf(SessionRow),
  async handle({ tx, query, now, session }) {
    const { rows, next } = await listSessions(tx, { filter: query, after: readCursor(query.after, SeenKey), now });
    const own = nameOfSession(session.tokenHash ?? '');
    const items = rows.map((row) => ({ ...row, isOwn: row.id === own }));
    return { items, next: next && encodeCursor(next) };
  },
});

const endSession = defineRoute({
  method: 'POST',
  url: '/api/sessions/:id/end',
  action: 'session.revoke',
  summary: 'End one session: its next call and its socket are refused',
  isTrusted: true,
  params: z.object({ id: z.string().regex(/^[0-9a-f]{24}$/) }),
  response: z.null(),
  async handle({ tx, params, record, session }) {
    const ended = orNotFound(await endNamedSession(tx, params.id));
    session.endOthers([ended.tokenHash]);
    const details = { username: ended.username, sessions: 1 };
    await record({ subjectKind: 'user', subjectId: ended.userId, details });
    return null;
  },
});

const endAll = defineRoute({
  method: 'POST',
  url: '/api/users/:id/sessions/end',
  action: 'session.revoke',
  summary: 'End every session of an account',
  isTrusted: true,
  params: ById,
  response: z.object({ ended: z.number() }),
  async handle({ tx, params, user, now, record, session }) {
    const { username } = await findOther({ tx, user, now, today: dayOf(now) }, params.id);
    const ended = await endSessionsOf(tx, params.id);
    session.endOthers(ended);
    await record({ subjectKind: 'user', subjectId: params.id, details: { username, sessions: ended.length } });
    return { ended: ended.length };
  },
});

const lock = defineRoute({
  method: 'POST',
  url: '/api/users/:id/lock',
  action: 'user.lock',
  summary: 'Lock an account until the security officer releases it; whoever is signed in by it is signed out',
  isTrusted: true,
  params: ById,
  body: Reason,
  response: AccountRow,
  async handle({ tx, params, body, user, now, record, session }) {
    const account = await findOther({ tx, user, now, today: dayOf(now) }, params.id);
    const { username, blocked } = account;
    if (blocked) throw new Problem('state-conflict');
    await keepLastOfficer(tx, account);
    await blockAccount(tx, { id: params.id, reason: body.reason, now });
    const ended = await endSessionsOf(tx, params.id);
    session.endOthers(ended);
    const details = { username, reason: body.reason, sessions: ended.length };
    await record({ subjectKind: 'user', subjectId: params.id, details });
    return orNotFound(await findAccount(tx, params.id, dayOf(now)));
  },
});

const release = defineRoute({
  method: 'POST',
  url: '/api/users/:id/release',
  action: 'user.release',
  summary: 'Release a locked account, or an officer’s that was new or changed',
  isTrusted: true,
  params: ById,
  body: Reason,
  response: AccountRow,
  async handle({ tx, params, body, user, now, record }) {
    const { username, blocked } = await findOther({ tx, user, now, today: dayOf(now) }, params.id);
    if (!blocked) throw new Problem('state-conflict');
    await releaseAccount(tx, params.id);
    await record({ subjectKind: 'user', subjectId: params.id, details: { username, reason: body.reason } });
    return orNotFound(await findAccount(tx, params.id, dayOf(now)));
  },
});

export const securityRoutes: Route[] = [getRoles, getSessions, endSession, endAll, lock, release];
