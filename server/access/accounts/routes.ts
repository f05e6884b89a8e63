// The administrator's accounts: found, made, changed, disabled, given a new password. Every act is in the log with what changed.
import { z } from 'zod';
import { dayOf } from '../../kernel/clock.ts';
import { encodeCursor, pageOf, readCursor } from '../../kernel/page.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import { AccountInput, AccountRow } from '../model.ts';
import { hashPassword, makePassword } from '../password.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { endSessionsOf } from '../sessions.ts';
import { addAccounts } from '../users.ts';
import {
  blockUnseen,
  changeAccount,
  findOther,
  keepLastOfficer,
  resetPassword,
  setActive,
  unlockAccount,
} from './change.ts';
import { accountFaults, readKnown } from './faults.ts';
import { findAccount, listAccounts, listWorkplaces } from './list.ts';
import { AccountChange, AccountFilter, PasswordMade, Reason, Workplaces } from './model.ts';

const NameKey = z.tuple([z.string().max(80)]);
const ById = z.object({ id: z.uuid() });

const actingOf = ({ tx, user, now }: Pick<Call<unknown, unknown, unknown>, 'tx' | 'user' | 'now'>) => ({
  ...{ tx, user, now, today: dayOf(now) },
});

const getUsers = defineRoute({
  method: 'GET',
  url: '/api/users',
  action: 'user.read',
  summary: 'Accounts, by username: by part of a name, role, area or state',
  isTrusted: true,
  query: AccountFilter,
  response: pageOf(AccountRow),
  async handle({ tx, query, now }) {
    const [after] = readCursor(query.after, NameKey) ?? [''];
    const rows = await listAccounts(tx, { ...query, after, limit: query.limit + 1 }, now);
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > items.length ? encodeCursor([items.at(-1)?.username]) : null };
  },
});

const getUser = defineRoute({
  method: 'GET',
  url: '/api/users/:id',
  action: 'user.read',
  summary: 'One account',
  isTrusted: true,
  params: ById,
  response: AccountRow,
  async handle({ tx, params, now }) {
    return orNotFound(await findAccount(tx, params.id, dayOf(now)));
  },
});

const getWorkplaces = defineRoute({
  method: 'GET',
  url: '/api/workplaces',
  action: 'user.read',
  summary: 'Bodies and departments that an account may belong to',
  isTrusted: true,
  response: Workplaces,
  handle: ({ tx }) => listWorkplaces(tx),
});

const postUser = defineRoute({
  method: 'POST',
  url: '/api/users',
  action: 'user.create',
  summary: 'Make an account; its first password is shown this once and must be changed at the first sign-in',
  isTrusted: true,
  body: AccountInput,
  response: PasswordMade,
  async handle(call) {
    const { tx, body, now, record } = call;
    const errors = accountFaults(body, await readKnown(tx, [body]), true);
    if (errors.length > 0) throw new Problem('wrong-input', undefined, errors);
    const password = makePassword();
    const account = { ...body, passwordHash: await hashPassword(password), mustChangePassword: true };
    const [id] = (await addAccounts(tx, [account], now, dayOf(now))) as [string];
    const isBlocked = await blockUnseen(actingOf(call), { id, role: body.role });
    const { username, role, bodyKey, department, villages } = body;
    const details = { username, role, bodyKey, department, villages, isBlocked };
    await record({ subjectKind: 'user', subjectId: id, details });
    return { id, username, password, isBlocked };
  },
});

const putUser = defineRoute({
  method: 'PUT',
  url: '/api/users/:id',
  action: 'user.change',
  summary: 'Change an account; an own role or place is for somebody else to change',
  isTrusted: true,
  needsVersion: true,
  params: ById,
  body: AccountChange,
  response: AccountRow,
  async handle(call) {
    const { params, body, version, record, session } = call;
    const { account, changed, isBlocked } = await changeAccount(actingOf(call), { id: params.id, version, to: body });
    if (isBlocked) session.endOthers(await endSessionsOf(call.tx, params.id));
    const details = { username: account.username, changed, ...(isBlocked && { isBlocked }) };
    await record({ subjectKind: 'user', subjectId: params.id, details });
    return account;
  },
});

const disable = defineRoute({
  method: 'POST',
  url: '/api/users/:id/disable',
  action: 'user.disable',
  summary: 'End the use of an account: whoever is signed in by it is signed out',
  isTrusted: true,
  params: ById,
  body: Reason,
  response: AccountRow,
  async handle(call) {
    const { tx, params, body, record, session } = call;
    const account = await findOther(actingOf(call), params.id);
    await keepLastOfficer(tx, account);
    const { username } = account;
    await setActive(tx, params.id, false);
    const ended = await endSessionsOf(tx, params.id);
    session.endOthers(ended);
    const details = { username, reason: body.reason, sessions: ended.length };
    await record({ subjectKind: 'user', subjectId: params.id, details });
    return orNotFound(await findAccount(tx, params.id, dayOf(call.now)));
  },
});

const enable = defineRoute({
  method: 'POST',
  url: '/api/users/:id/enable',
  action: 'user.enable',
  summary: 'Let an account be used again; a lock by the security officer stays',
  isTrusted: true,
  params: ById,
  response: AccountRow,
  async handle(call) {
    const { tx, params, record } = call;
    const { username, role } = await findOther(actingOf(call), params.id);
    await setActive(tx, params.id, true);
    await blockUnseen(actingOf(call), { id: params.id, role });
    await record({ subjectKind: 'user', subjectId: params.id, details: { username } });
    return orNotFound(await findAccount(tx, params.id, dayOf(call.now)));
  },
});

const reset = defineRoute({
  method: 'POST',
  url: '/api/users/:id/password',
  action: 'user.reset',
  summary: 'Give an account a new password, shown this once; it must be changed at the next sign-in',
  isTrusted: true,
  params: ById,
  response: PasswordMade,
  async handle(call) {
    const { tx, params, record, session } = call;
    const account = await findOther(actingOf(call), params.id);
    const { username, role } = account;
    // Whoever gives the only security officer a password is the security officer; the command line is the way for one who forgot it.
    if (role === 'security-officer') await keepLastOfficer(tx, account);
    const password = await resetPassword(tx, params.id);
    const ended = await endSessionsOf(tx, params.id);
    session.endOthers(ended);
    const isBlocked = await blockUnseen(actingOf(call), { id: params.id, role });
    const details = { username, sessions: ended.length, ...(isBlocked && { isBlocked }) };
    await record({ subjectKind: 'user', subjectId: params.id, details });
    return { id: params.id, username, password, isBlocked };
  },
});

const unlock = defineRoute({
  method: 'POST',
  url: '/api/users/:id/unlock',
  action: 'user.unlock',
  summary: 'After five wrong passwords: let the account try again at once',
  isTrusted: true,
  params: ById,
  response: AccountRow,
  async handle(call) {
    const { tx, params, record } = call;
    const { username } = await findOther(actingOf(call), params.id);
    await unlockAccount(tx, params.id);
    await record({ subjectKind: 'user', subjectId: params.id, details: { username } });
    return orNotFound(await findAccount(tx, params.id, dayOf(call.now)));
  },
});

export const accountRoutes: Route[] = [
  ...[getUsers, getUser, getWorkplaces],
  ...[postUser, putUser, disable, enable, reset, unlock],
];
