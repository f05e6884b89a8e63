// Pairs that may be one person, as they are shown and decided. Shapes only: the browser imports them.
import { z } from 'zod';
import { PageQuery } from '../../kernel/page.ts';

export const PAIR_KINDS = ['near-number', 'same-name-birth-village', 'two-names'] as const;
export const PAIR_STATES = ['open', 'linked', 'dismissed'] as const;
export const PAIR_VERBS = ['link', 'dismiss', 'undo'] as const;
export type PairKind = (typeof PAIR_KINDS)[number];
export type PairState = (typeof PAIR_STATES)[number];
export type PairVerb = (typeof PAIR_VERBS)[number];

/** From which states each verb leads on, and where to. */
export const PAIR_MOVES: Record<PairVerb, { from: readonly PairState[]; to: PairState }> = {
  link: { from: ['open'], to: 'linked' },
  dismiss: { from: ['open'], to: 'dismissed' },
  undo: { from: ['linked', 'dismissed'], to: 'open' },
};

export const PairFilter = PageQuery.extend({
  state: z.enum(PAIR_STATES).default('open'),
  kind: z.enum(PAIR_KINDS).optional(),
});

const Told = z.object({ zh: z.string(), en: z.string() });

export const PairRow = z.object({
  id: z.uuid(),
  kind: z.enum(PAIR_KINDS),
  state: z.enum(PAIR_STATES),
  version: z.number(),
  name: z.string(),
  idMasked: z.string().nullable(),
  otherName: z.string().describe('as the other side is called'),
  otherMasked: z.string().nullable().describe('the other number; null where both sides have one number'),
  place: z.string(),
  areaCode: z.string(),
  foundAt: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export type PairRow = z.infer<typeof PairRow>;

/** What one side is known by: a registered person, the rows that were refused, or the rows under another name. */
export const PairSide = z.object({
  is: z.enum(['person', 'refused-rows', 'name']),
  name: z.string(),
  idMasked: z.string().nullable(),
  sex: z.string().nullable(),
  bornOn: z.string().nullable(),
  diedOn: z.string().nullable(),
  village: z.string().nullable(),
  household: z.string().nullable(),
  relation: z.string().nullable(),
  rows: z
    .array(
      z.object({
        kind: z.string(),
        dataset: z.string(),
        title: Told,
        count: z.number(),
        latest: z.string().nullable(),
      }),
    )
    .describe('how many facts of which kind from which source; of refused rows their number'),
  file: z.object({ name: z.string(), lines: z.array(z.number()) }).nullable(),
});
export type PairSide = z.infer<typeof PairSide>;

export const PairDetail = z.object({
  pair: PairRow,
  sides: z.tuple([PairSide, PairSide]),
  moves: z.array(z.enum(PAIR_VERBS)),
  version: z.number(),
});
export type PairDetail = z.infer<typeof PairDetail>;

const Change = z.object({ ruleId: z.string(), names: Told, count: z.number() });

/** What a decision would change: it is made, looked at, and rolled back. */
export const PairEffects = z.object({
  verb: z.enum(PAIR_VERBS),
  refused: z.string().nullable().describe('why it cannot be done, where it cannot'),
  households: z.array(z.string()).describe('numbers of the households computed again; at most twenty'),
  facts: z.object({ come: z.number(), go: z.number() }),
  begins: z.array(Change),
  ends: z.array(Change),
});
export type PairEffects = z.infer<typeof PairEffects>;

export const PairDecision = z.object({
  reason: z.string().trim().min(1).max(500),
  keeps: z.enum(['person', 'other']).default('person').describe('as whom two numbers count; only to link two persons'),
});

export const PairMoved = z.object({ id: z.uuid(), state: z.enum(PAIR_STATES).nullable(), version: z.number() });
