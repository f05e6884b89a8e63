// How people are reached: entered by themselves, or by an administrator.
import { z } from 'zod';
import { findAccount } from '../access/accounts/list.ts';
import { defineRoute, type Route } from '../access/route.ts';
import { dayOf } from '../kernel/clock.ts';
import type { Keys } from '../kernel/keys.ts';
import { orNotFound } from '../kernel/problem.ts';
import { changeContact, readContact } from './contacts.ts';
import { type ChannelName, Contact, ContactInput } from './model.ts';

const ById = z.object({ id: z.uuid() });

/** The routes of contacts; each answers with the numbers masked, its caller's own too. */
export function contactRoutes({ keys, configured }: { keys: Keys; configured: readonly ChannelName[] }): Route[] {
  const getOwn = defineRoute({
    method: 'GET',
    url: '/api/contact',
    action: 'contact.read',
    summary: 'How I am told of what waits for me',
    isTrusted: true,
    response: Contact,
    handle: ({ tx, user }) => readContact(tx, { userId: user.id, keys, configured }),
  });

  const putOwn = defineRoute({
    method: 'PUT',
    url: '/api/contact',
    action: 'contact.change',
    summary: 'Say how I am to be told; red ones cannot be refused',
    isTrusted: true,
    body: ContactInput,
    response: Contact,
    async handle({ tx, user, body, now, record }) {
      const said = await changeContact(tx, { userId: user.id, keys, input: body, now });
      await record({ subjectKind: 'user', subjectId: user.id, details: { said } });
      return await readContact(tx, { userId: user.id, keys, configured });
    },
  });

  const getTheirs = defineRoute({
    method: 'GET',
    url: '/api/users/:id/contact',
    action: 'user.read',
    summary: 'How somebody is told',
    isTrusted: true,
    params: ById,
    response: Contact,
    async handle({ tx, params, now }) {
      orNotFound(await findAccount(tx, params.id, dayOf(now)));
      return await readContact(tx, { userId: params.id, keys, configured });
    },
  });

  const putTheirs = defineRoute({
    method: 'PUT',
    url: '/api/users/:id/contact',
    action: 'user.change',
    summary: 'Enter how somebody is told',
    isTrusted: true,
    params: ById,
    body: ContactInput,
    response: Contact,
    async handle({ tx, params, body, now, record }) {
      const { username } = orNotFound(await findAccount(tx, params.id, dayOf(now)));
      const said = await changeContact(tx, { userId: params.id, keys, input: body, now });
      await record({ subjectKind: 'user', subjectId: params.id, details: { username, contact: said } });
      return await readContact(tx, { userId: params.id, keys, configured });
    },
  });

  return [getOwn, putOwn, getTheirs, putTheirs];
}
