// Delivery as the desk watches it, a test to oneself, and the door at which gateways hand in their receipts.
import { z } from 'zod';
import { definePublicRoute, defineRoute, type Route } from '../access/route.ts';
import type { Keys } from '../kernel/keys.ts';
import { encodeCursor, InstantKey, PageQuery, pageOf, readCursor } from '../kernel/page.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import type { Channels } from './channels.ts';
import { contactRoutes } from './contact-routes.ts';
import { listMessages, listTaskMessages, readView } from './list.ts';
import {
  CHANNELS,
  MessageFilter,
  MessageRow,
  MessagesView,
  ReceiptInput,
  Receipts,
  TaskMessage,
  Unreached,
} from './model.ts';
import { listUnreached } from './people.ts';
import type { MessagePolicy } from './policy.ts';
import { takeReceipts } from './receipts.ts';
import { isSigned } from './sign.ts';
import { addTestMessage } from './test-message.ts';

const Cursor = z.tuple([InstantKey, z.uuid()]);
/** A gateway hands in many at once. */
const RECEIPTS_A_MINUTE = 1200;

interface Needs {
  keys: Keys;
  policy: MessagePolicy;
  channels: Channels;
}

/** The routes of messages and contacts. */
export function messageRoutes({ keys, policy, channels }: Needs): Route[] {
  const configured = channels.list.map(({ name }) => name);
  const about = { configured, roles: Object.keys(policy.roles) };

  const getSummary = defineRoute({
    method: 'GET',
    url: '/api/messages/summary',
    action: 'message.read',
    summary: 'How telling people went in the last fourteen days, where, and how each channel does',
    isTrusted: true,
    response: MessagesView,
    async handle({ tx, user, scope, now, isRehearsal }) {
      return { isRehearsal, ...(await readView(tx, { user, scope }, { ...about, now })) };
    },
  });

  const getMessages = defineRoute({
    method: 'GET',
    url: '/api/messages',
    action: 'message.read',
    summary: 'Messages, newest first; none says what of, only how many',
    isTrusted: true,
    query: MessageFilter,
    response: pageOf(MessageRow),
    async handle({ tx, user, scope, query }) {
      const after = readCursor(query.after, Cursor);
      const rows = await listMessages(tx, { user, scope }, { ...query, after, limit: query.limit + 1 });
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      return { items, next: rows.length > items.length && last ? encodeCursor([last.key, last.id]) : null };
    },
  });

  const getUnreached = defineRoute({
    method: 'GET',
    url: '/api/messages/unreached',
    action: 'message.read',
    summary: 'Whom no channel reaches',
    isTrusted: true,
    query: PageQuery,
    response: pageOf(Unreached),
    async handle({ tx, user, scope, query, now }) {
      const after = readCursor(query.after, z.tuple([z.uuid()]))?.[0];
      const rows = await listUnreached(tx, { user, scope }, { ...about, now, after, limit: query.limit + 1 });
      const items = rows.slice(0, query.limit);
      return { items, next: rows.length > items.length ? encodeCursor([items.at(-1)?.id]) : null };
    },
  });

  const getOfTask = defineRoute({
    method: 'GET',
    url: '/api/tasks/:id/messages',
    action: 'message.read',
    summary: 'Who was told of a task, when, and whether it arrived',
    isTrusted: true,
    params: z.object({ id: z.uuid() }),
    response: z.object({ items: z.array(TaskMessage) }),
    async handle({ tx, user, scope, params }) {
      return { items: orNotFound(await listTaskMessages(tx, { user, scope }, params.id)) };
    },
  });

  const postTest = defineRoute({
    method: 'POST',
    url: '/api/messages/test',
    action: 'message.test',
    summary: 'Send a test message to oneself; it goes within a minute',
    isTrusted: true,
    response: z.object({ id: z.uuid() }),
    async handle({ tx, user, now, record }) {
      const id = await addTestMessage(tx, user.id, now);
      await record({ subjectKind: 'message', subjectId: id });
      return { id };
    },
  });

  const postReceipts = definePublicRoute({
    method: 'POST',
    url: '/api/messages/receipts/:channel',
    action: 'message.receive',
    summary: 'A gateway says what became of messages; signed with the channel’s secret, good for five minutes',
    perMinute: RECEIPTS_A_MINUTE,
    params: z.object({ channel: z.enum(CHANNELS) }),
    body: ReceiptInput,
    response: z.null(),
    async handle({ tx, params, body, now, record }) {
      const secret = channels.secrets[params.channel];
      const { timestamp, signature, payload } = body;
      // The gateway's clock is the world's, which a rehearsal's is not.
      if (!secret || !isSigned(secret, { timestamp, signature, body: payload }, new Date()))
        throw new Problem('not-allowed', '签名不对，或已过时。 / The signature is wrong, or too old.');
      const changed = await takeReceipts(tx, params.channel, readReceipts(payload), now);
      await record({ subjectKind: 'channel', subjectId: params.channel, details: { changed } });
      return null;
    },
  });

  return [
    ...[getSummary, getMessages, getUnreached, getOfTask, postTest, postReceipts],
    ...contactRoutes({ keys, configured }),
  ];
}

function readReceipts(payload: string): Receipts {
  try {
    return Receipts.parse(JSON.parse(payload));
  } catch {
    throw new Problem('bad-request');
  }
}
