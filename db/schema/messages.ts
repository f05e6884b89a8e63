// Being told: how somebody is reached, what they are told of, the messages that tell it, and how the gateways do.
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { users } from './access.ts';
import { areaCode, bytes, instant } from './columns.ts';

/** How one account's holder is reached; without a row by nothing. */
export const contacts = pgTable('contacts', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id),
  phoneCipher: bytes('phone_cipher'),
  webhookCipher: bytes('webhook_cipher'), // their id in 政务微信
  channel: text('channel').notNull().default('sms'), // sms | webhook: which they would rather have
  language: text('language').notNull().default('zh'),
  takesGathered: boolean('takes_gathered').notNull().default(true), // red ones nobody can refuse
  changedAt: instant('changed_at').notNull(),
});

/** One message to one person. It holds no words and no number: counts, and who it is for. */
export const messages = pgTable(
  'messages',
  {
    id: uuid('id').primaryKey(), // the key by which a gateway knows it again
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind').notNull(), // now | gathered | test
    isUrgent: boolean('is_urgent').notNull(),
    countyCode: areaCode('county_code').notNull(), // where its reader works
    areaCode: areaCode('area_code').notNull(),
    state: text('state').notNull(), // gathered | waiting | sending | sent | delivered | failed | none | dropped
    channel: text('channel'),
    counts: jsonb('counts').$type<Record<string, number>>().notNull().default({}),
    madeAt: instant('made_at').notNull(),
    dueAt: instant('due_at').notNull(),
    nextAt: instant('next_at').notNull(),
    claimedAt: instant('claimed_at'),
    isFrozen: boolean('is_frozen').notNull().default(false), // a gateway may have it already, so its counts stay
    tries: integer('tries').notNull().default(0),
    sentAt: instant('sent_at'),
    deliveredAt: instant('delivered_at'),
    lastError: text('last_error'),
    gatewayId: text('gateway_id'),
  },
  (t) => [
    index('messages_to_send').on(t.nextAt).where(sql`state in ('gathered', 'waiting', 'sending')`),
    uniqueIndex('one_gathering_a_person').on(t.userId, t.dueAt).where(sql`state = 'gathered'`),
    index('messages_by_time').on(t.madeAt),
    index('messages_by_place').on(t.countyCode, t.madeAt),
  ],
);

/** What one person is told of once. */
export const messageEvents = pgTable(
  'message_events',
  {
    key: text('key').notNull(), // the same event has the same key, however often it is looked for
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind').notNull(), // given | again | taken | back | due | escalated | campaign
    isUrgent: boolean('is_urgent').notNull(),
    taskId: uuid('task_id'),
    campaignId: uuid('campaign_id'),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    at: instant('at').notNull(),
    messageId: uuid('message_id').references(() => messages.id),
  },
  (t) => [
    primaryKey({ columns: [t.key, t.userId] }),
    index('message_events_by_task').on(t.taskId),
    index('message_events_by_message').on(t.messageId),
    index('message_events_untold').on(t.at).where(sql`message_id is null`),
  ],
);

/** How a gateway does: its circuit opens after failures in a row, and one message tries it again. */
export const messageChannels = pgTable('message_channels', {
  channel: text('channel').primaryKey(),
  failures: integer('failures').notNull().default(0),
  openSince: instant('open_since'),
  probeAt: instant('probe_at'),
  lastError: text('last_error'),
  lastErrorAt: instant('last_error_at'),
  lastSentAt: instant('last_sent_at'),
});
