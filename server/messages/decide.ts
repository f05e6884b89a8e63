// What becomes of one message that is due: sent by which channel with which figures, kept back, or not sent and why. Pure.
import type { Role } from '../access/model.ts';
import type { Channel, Outgoing } from './channel.ts';
import type { ChannelName, MessageError, MessageKind } from './model.ts';
import { fillIn, type MessagePolicy, outsideQuiet, PLACEHOLDERS, type Template } from './policy.ts';

/** A message with what is known of its reader now, and what of it still holds. */
export interface Due {
  id: string;
  kind: MessageKind;
  isUrgent: boolean;
  /** A gateway may have it already: it goes as it went, by the same channel. */
  isFrozen: boolean;
  channel: ChannelName | null;
  counts: Record<string, number>;
  /** What still holds, by what it counts as. */
  holds: Record<string, number>;
  reader: {
    role: Role;
    isActive: boolean;
    phone: string | null;
    webhookId: string | null;
    prefers: ChannelName;
    language: 'zh' | 'en';
    takesGathered: boolean;
    /** The name of the county or township they work for. */
    place: string;
  };
}

export interface Ways {
  channels: readonly Channel[];
  isRehearsal: boolean;
  policy: MessagePolicy;
  now: Date;
  /** Until when each channel that is left alone is to be left alone; one that may be tried once is not in it. */
  closedUntil: ReadonlyMap<ChannelName, Date>;
}

export type Decision =
  | { kind: 'send'; channel: Channel; counts: Record<string, number>; outgoing: Outgoing }
  | { kind: 'hold'; until: Date }
  | { kind: 'none'; error: MessageError }
  | { kind: 'dropped' };

/** Decides one message. Who has only a channel that is not configured is as one without a number, and says so. */
export function decide(due: Due, ways: Ways): Decision {
  const { reader } = due;
  if (!reader.isActive) return { kind: 'none', error: 'inactive' };
  if (due.kind === 'gathered' && !reader.takesGathered) return { kind: 'none', error: 'not-wanted' };
  const counts = due.isFrozen ? due.counts : due.holds;
  if (due.kind !== 'test' && Object.values(counts).every((count) => count === 0)) return { kind: 'dropped' };
  const channel = choose(due, ways.channels);
  if (!channel) return { kind: 'none', error: ways.channels.length === 0 ? 'no-channel' : 'no-number' };
  if (ways.isRehearsal && !channel.isLoopback) return { kind: 'none', error: 'rehearsal' };
  const open = due.isUrgent ? ways.now : outsideQuiet(ways.policy, ways.now);
  const until = [open, ways.closedUntil.get(channel.name) ?? ways.now].reduce((a, b) => (a > b ? a : b));
  if (until > ways.now) return { kind: 'hold', until };
  return { kind: 'send', channel, counts, outgoing: outgoingOf(due, channel, counts, ways.policy) };
}

/** Which they would rather have first; the other only where that cannot reach them. */
function choose({ isFrozen, channel, reader }: Due, channels: readonly Channel[]): Channel | undefined {
  const able = channels.filter(({ name }) => addressOf(reader, name) !== null);
  if (isFrozen && channel) return able.find(({ name }) => name === channel);
  return able.find(({ name }) => name === reader.prefers) ?? able[0];
}

const addressOf = (reader: Due['reader'], channel: ChannelName) =>
  channel === 'sms' ? reader.phone : reader.webhookId;

function outgoingOf(due: Due, channel: Channel, counts: Record<string, number>, policy: MessagePolicy): Outgoing {
  const { reader } = due;
  const template = templateOf(due);
  const of = (name: string) => counts[name] ?? 0;
  const figures: Record<string, number> = { ...counts, tasks: of('given') + of('again'), campaigns: of('campaign') };
  const parameters = Object.fromEntries(
    PLACEHOLDERS[template].map((name) => [name, name === 'place' ? reader.place : String(figures[name] ?? 0)]),
  );
  return {
    key: due.id,
    to: addressOf(reader, channel.name)!,
    ...{ template, language: reader.language, parameters },
    text: fillIn(policy.templates[template][reader.language], parameters),
  };
}

function templateOf({ kind, reader }: Due): Template {
  if (kind === 'test') return 'test';
  return `${reader.role === 'village-coordinator' ? 'coordinator' : 'office'}-${kind}`;
}
