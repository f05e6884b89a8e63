// Messages and how people are reached, as pages and doors see them. Pure; the browser imports its types.
import { z } from 'zod';
import { PageQuery } from '../kernel/page.ts';

export const CHANNELS = ['sms', 'webhook'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/**
 * What somebody is told of.
 *
 * - `given`: a task came to them. `again`: the township asks them once more. `taken`: it is with somebody else, or cancelled.
 * - `due`: their visit is due today or overdue. `back`: a task came back from the village.
 * - `escalated`: late work of which their level was told. `campaign`: a survey began where they work.
 */
export const EVENT_KINDS = ['given', 'again', 'taken', 'due', 'back', 'escalated', 'campaign'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const MESSAGE_KINDS = ['now', 'gathered', 'test'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/**
 * | state | means | goes on to |
 * |---|---|---|
 * | gathered | more may still be added until its time | sending, none, dropped |
 * | waiting | to be sent, or sent again | sending, none, dropped, delivered |
 * | sending | a gateway is being asked | sent, waiting, failed, delivered |
 * | sent | a gateway has taken it | delivered, failed |
 * | delivered | it is on the phone | |
 * | failed | no gateway would take it, or the phone was not reached | delivered |
 * | none | nobody was asked: no channel, no number, not wanted | |
 * | dropped | all it would have told was over before it went | |
 */
export const MESSAGE_STATES = [
  'gathered',
  'waiting',
  'sending',
  'sent',
  'delivered',
  'failed',
  'none',
  'dropped',
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Why a message was not sent, or not yet. */
export const MESSAGE_ERRORS = [
  'no-channel', // nothing is configured that could reach this person
  'no-number', // nobody entered a number for them
  'not-wanted', // they take only red ones
  'inactive', // the account was ended
  'rehearsal', // a rehearsal tells nobody outside this machine
  'unreachable', // the gateway could not be reached
  'no-answer', // it was asked and did not answer: perhaps it has it
  'busy', // too many at once
  'unavailable', // it answered that it cannot now
  'credentials', // it does not know us
  'refused', // it will not take this message: the template or the number
  'undelivered', // the phone was not reached
] as const;
export type MessageError = (typeof MESSAGE_ERRORS)[number];

export const PHONE = /^1\d{10}$/;

/** A number or id that is left out stays as it was; null takes it away. */
export const ContactInput = z.object({
  phone: z.string().regex(PHONE, '手机号应是 1 开头的 11 位数字。 / Eleven digits that begin with 1.').nullish(),
  webhookId: z
    .string()
    .regex(
      /^[\w.@-]{1,64}$/,
      '字母、数字、点、@ 和连字符，至多 64 个。 / At most 64 letters, digits, dots, @ and hyphens.',
    )
    .nullish(),
  channel: z.enum(CHANNELS).default('sms').describe('which they would rather have'),
  language: z.enum(['zh', 'en']).default('zh'),
  takesGathered: z.boolean().default(true).describe('red ones come whatever stands here'),
});
export type ContactInput = z.infer<typeof ContactInput>;

export const Contact = z.object({
  phone: z.string().nullable().describe('masked'),
  webhookId: z.string().nullable().describe('masked'),
  channel: z.enum(CHANNELS),
  language: z.enum(['zh', 'en']),
  takesGathered: z.boolean(),
  channels: z.array(z.enum(CHANNELS)).describe('those that are configured'),
});
export type Contact = z.infer<typeof Contact>;

export const MessageFilter = PageQuery.extend({
  state: z.enum(MESSAGE_STATES).optional(),
  channel: z.enum(CHANNELS).optional(),
  day: z.iso.date().optional(),
});
export type MessageFilter = z.infer<typeof MessageFilter>;

export const MessageRow = z.object({
  id: z.uuid(),
  kind: z.enum(MESSAGE_KINDS),
  state: z.enum(MESSAGE_STATES),
  channel: z.enum(CHANNELS).nullable(),
  to: z.object({ name: z.string(), role: z.string(), place: z.string() }),
  counts: z.record(z.string(), z.number()),
  madeAt: z.string(),
  dueAt: z.string(),
  nextAt: z.string().nullable().describe('when it is tried next'),
  sentAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  tries: z.number(),
  error: z.enum(MESSAGE_ERRORS).nullable(),
});
export type MessageRow = z.infer<typeof MessageRow>;

/** How many of a day's messages stand how. */
export const DayCount = z.object({
  day: z.string(),
  channel: z.enum(CHANNELS).nullable(),
  kind: z.enum(MESSAGE_KINDS),
  state: z.enum(MESSAGE_STATES),
  messages: z.number(),
});
export type DayCount = z.infer<typeof DayCount>;

export const ChannelHealth = z.object({
  channel: z.enum(CHANNELS),
  isConfigured: z.boolean(),
  openSince: z.string().nullable().describe('since when it is left alone after failures in a row'),
  probeAt: z.string().nullable().describe('when it is tried again'),
  lastError: z.enum(MESSAGE_ERRORS).nullable(),
  lastErrorAt: z.string().nullable(),
  lastSentAt: z.string().nullable(),
});
export type ChannelHealth = z.infer<typeof ChannelHealth>;

export const MessagesView = z.object({
  isRehearsal: z.boolean(),
  total: z.number().describe('messages of the last fourteen days'),
  days: z.array(DayCount).describe('of the last fourteen days'),
  errors: z.array(z.object({ error: z.enum(MESSAGE_ERRORS), messages: z.number() })),
  channels: z.array(ChannelHealth),
  places: z
    .array(
      z.object({
        code: z.string(),
        name: z.string(),
        messages: z.number(),
        delivered: z.number(),
        failed: z.number(),
        people: z.number(),
        unreachable: z.number().describe('people whom no channel could reach'),
      }),
    )
    .describe('counties, for who sees several; townships of one county'),
});
export type MessagesView = z.infer<typeof MessagesView>;

/** Who cannot be told. */
export const Unreached = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.string(),
  place: z.string(),
  county: z.string(),
});
export type Unreached = z.infer<typeof Unreached>;

/** What became of telling people of one task; newest first. */
export const TaskMessage = z.object({
  id: z.uuid(),
  event: z.enum(EVENT_KINDS),
  to: z.string(),
  state: z.enum(MESSAGE_STATES),
  channel: z.enum(CHANNELS).nullable(),
  dueAt: z.string(),
  sentAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  error: z.enum(MESSAGE_ERRORS).nullable(),
});
export type TaskMessage = z.infer<typeof TaskMessage>;

/** What a gateway hands over: `payload` is JSON, signed as it stands, so that nothing depends on how somebody writes JSON. */
export const ReceiptInput = z.object({
  timestamp: z.string().max(20).describe('seconds since 1970'),
  signature: z.string().max(100).describe('hex HMAC-SHA256 of "<timestamp>.<payload>" with the channel’s secret'),
  payload: z.string().max(200_000).describe('{"receipts": [{"key", "status": "delivered" | "undelivered", "id"?}]}'),
});

export const Receipts = z.object({
  receipts: z
    .array(
      z.object({
        key: z.uuid().describe('the key with which the message was sent'),
        status: z.enum(['delivered', 'undelivered']),
        id: z.string().max(100).optional().describe('the gateway’s own'),
      }),
    )
    .min(1)
    .max(1000),
});
export type Receipts = z.infer<typeof Receipts>;
