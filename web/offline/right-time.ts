// What was written down by a clock that turns out to have been wrong is put right before it is sent. Pure.
import type { Attachment } from './attachments.ts';
import type { Draft } from './draft.ts';
import { type Entry, isUnsent } from './outbox.ts';

/** Small differences are the network's. */
const WORTH = 600_000;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Of a phone, what carries times. */
interface Dated {
  profile: { offset: number; syncedAt: string | null; openedAt: string | null };
  drafts: readonly Draft[];
  outbox: readonly Entry[];
  attachments: readonly Attachment[];
}

/** The latest instant that stands in what was done here: the service's time is not before it. */
export function latestTime({ profile, drafts, outbox }: Dated): number {
  const times = [profile.syncedAt, profile.openedAt, ...drafts.map((draft) => draft.savedAt)];
  return Math.max(0, ...[...times, ...outbox.map((entry) => entry.madeAt)].map((time) => Date.parse(time ?? '') || 0));
}

/**
 * The service has told its time, `now`, and so by how much the clock was off since the app was opened. What was done since then moves by
 * as much; nothing stays later than the present. A rehearsal's present leaps by itself, so there only the second holds.
 */
export function putTimesRight<T extends Dated>(
  phone: T,
  told: { now: string; offset: number; isRehearsal: boolean },
): T {
  const { openedAt, offset } = phone.profile;
  const now = Date.parse(told.now);
  const off = told.isRehearsal || openedAt === null ? 0 : told.offset - offset;
  const by = Math.abs(off) > WORTH ? off : 0;
  const from = Date.parse(openedAt ?? told.now);
  const right = (time: string) => {
    const at = Date.parse(time);
    const moved = Math.min(at >= from ? at + by : at, now);
    return moved === at ? time : new Date(moved).toISOString();
  };
  return {
    ...phone,
    drafts: phone.drafts.map((draft) => moveTimes(draft, right)),
    attachments: phone.attachments.map((one) => (one.state === 'sent' ? one : moveTimes(one, right))),
    outbox: phone.outbox.map((entry) => {
      if (!isUnsent(entry)) return entry;
      const { madeAt, body } = entry;
      const next = { madeAt: right(madeAt), body: moveTimes(body, right) };
      return next.madeAt === madeAt && next.body === body ? entry : { ...entry, ...next };
    }),
  };
}

/** Every text named …At, however deep; the same object when none moves, so that nothing is sealed anew for nothing. */
function moveTimes<T>(value: T, right: (time: string) => string): T {
  if (value === null || typeof value !== 'object') return value;
  let isMoved = false;
  const entries = Object.entries(value).map(([key, item]) => {
    const isTime = /At$/.test(key) && typeof item === 'string' && INSTANT.test(item);
    const next: unknown = isTime ? right(item as string) : moveTimes(item, right);
    if (next !== item) isMoved = true;
    return [key, next] as const;
  });
  if (!isMoved) return value;
  if (Array.isArray(value)) return entries.map(([, item]) => item) as T;
  const moved: Record<string, unknown> = {};
  for (const [key, item] of entries) moved[key] = item;
  return moved as T;
}
