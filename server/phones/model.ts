// What a phone tells of itself with every request, and what the desk sees of phones. Pure; phone and desk import it.
import { z } from 'zod';
import { TASK_STATES } from '../flow/tasks/model.ts';
import { AREA_CODE } from '../kernel/area.ts';
import { PageQuery } from '../kernel/page.ts';

/** So little free room that a few photos fill it, in bytes. */
export const SHORT_OF = 50 * 1024 ** 2;
/** A clock that is more than this off is wrong, in seconds. */
export const CLOCK_WRONG = 600;

export const PHONE_STATES = ['all', 'unsent', 'stuck', 'silent', 'none', 'old', 'full', 'clock', 'lost'] as const;
export type PhoneState = (typeof PHONE_STATES)[number];

/** Why a phone holds nothing any more. */
export const PHONE_ENDS = ['signed-out', 'wiped', 'pin', 'replaced'] as const;

export const PhoneFilter = PageQuery.extend({
  area: z.string().regex(AREA_CODE).optional(),
  state: z.enum(PHONE_STATES).default('all'),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(3)
    .describe('from how many days without a sync on one is silent'),
});
export type PhoneFilter = z.infer<typeof PhoneFilter>;

const Place = z.object({ code: z.string(), name: z.string() });

/** One phone, or somebody who has none. */
export const PhoneRow = z.object({
  user: z.object({ id: z.uuid(), name: z.string(), kind: z.string().nullable() }),
  places: z.array(Place).describe('the townships of their villages'),
  inHand: z.number().describe('tasks to visit'),
  phone: z
    .object({
      id: z.uuid(),
      firstSeenAt: z.string(),
      seenAt: z.string(),
      syncedAt: z.string().nullable(),
      version: z.string(),
      isOld: z.boolean().describe('a version behind the one that is served; false where that is not known'),
      unsent: z.number(),
      unsentSince: z.string().nullable(),
      stuck: z.number().describe('of the unsent, how many wait for their holder to decide'),
      photos: z.number(),
      storageUsed: z.number().nullable(),
      storageQuota: z.number().nullable(),
      clockAhead: z.number().nullable().describe('seconds; negative: behind'),
      lost: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
      ended: z.object({ at: z.string(), because: z.enum(PHONE_ENDS) }).nullable(),
    })
    .nullable(),
});
export type PhoneRow = z.infer<typeof PhoneRow>;

/** How things stand in one area; each count is of people, but for `phones` and `lost`. */
export const PhoneCount = z.object({
  area: Place.extend({ level: z.string() }),
  people: z.number().describe('who visits here'),
  phones: z.number(),
  none: z.number().describe('who has no phone'),
  unsent: z.number(),
  silent: z.number().describe('whose phone has not synced for long'),
  old: z.number(),
  full: z.number(),
  clock: z.number(),
  lost: z.number().describe('phones that are still to be wiped'),
});
export type PhoneCount = z.infer<typeof PhoneCount>;

export const KeptFilter = PageQuery.extend({ area: z.string().regex(AREA_CODE).optional() });

/** A visit that came when its task had gone on without it. */
export const KeptRow = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  user: z.object({ id: z.uuid(), name: z.string() }),
  place: z.string(),
  because: z.string(),
  receivedAt: z.string(),
  taskState: z.enum(TASK_STATES).nullable(),
});
export type KeptRow = z.infer<typeof KeptRow>;

export const LostInput = z.object({ reason: z.string().trim().min(2).max(300) });

/** `wipe`: everything on it is to be destroyed. */
export const Standing = z.object({ standing: z.enum(['ok', 'wipe']) });
export type Standing = z.infer<typeof Standing>;

export const GoneInput = z.object({
  secret: z.string().regex(/^[\w-]{43}$/),
  because: z.enum(['signed-out', 'wiped', 'pin']),
});

/** What a phone tells in one line with every request (`web/offline/told.ts` writes it): small counts, times in milliseconds. */
export interface Told {
  id: string;
  /** SHA-256 of the phone's secret, hex. */
  secretHash: string;
  version: string;
  unsent: number;
  /** When the oldest unsent entry was made, by the service's clock; null: nothing waits. */
  unsentSince: number | null;
  stuck: number;
  photos: number;
  used: number | null;
  quota: number | null;
  /** What the phone's own clock shows. */
  clock: number;
}

const LINE =
  /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12});([\da-f]{64});([\w.+-]{1,40});(\d{1,5});(\d{0,15});(\d{1,5});(\d{1,5});(\d{0,15});(\d{0,15});(\d{1,15})$/;

/** What a header tells; undefined when it is none of ours, or one of a shape to come. */
export function readTold(line: string | null): Told | undefined {
  const [, id, secretHash, version, ...counts] = LINE.exec(line ?? '') ?? [];
  if (!id || !secretHash || !version) return undefined;
  const [unsent = 0, unsentSince = null, stuck = 0, photos = 0, used = null, quota = null, clock = 0] = counts.map(
    (digits) => (digits === '' ? null : Number(digits)),
  );
  return {
    ...{ id, secretHash, version, unsent: unsent ?? 0, unsentSince, stuck: stuck ?? 0, photos: photos ?? 0 },
    ...{ used, quota, clock: clock ?? 0 },
  };
}
