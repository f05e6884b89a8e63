// Visits: what somebody saw at the door, and the outcome they chose. Pure; the phone validates with the same model.
import { z } from 'zod';
import { DOCUMENTS, LARGEST, LONGEST_SIDE, MOST_ATTACHMENTS } from './attachments/model.ts';
import { ATTEMPT_REASONS } from './attempts/model.ts';
import { Answers } from './forms/model.ts';

/** An outcome code (rules/outcomes.yaml): groups A need confirmed and helped, B confirmed, C not in need, D not verified, E may leave aid, F of visits by the calendar. */
export const OUTCOME_CODE = /^[A-F]\d{1,2}$/;

/** What is asked at a door decides which outcomes fit. */
export const OUTCOME_KINDS = ['help', 'exit', 'routine'] as const;
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

/** Whose outcomes fit a task of this kind; a second look is asked as what it looks at. */
export function outcomeKindOf(kind: string): OutcomeKind {
  return kind === 'exit' || kind === 'routine' ? kind : 'help';
}

/** Before 2000 nobody visited, and before 1901 the province's offset has seconds, which no browser reads. */
const [EARLIEST, LATEST] = [Date.UTC(2000), Date.UTC(2100)];
const Instant = z.iso
  .datetime({ offset: true })
  .refine(
    (at) => Date.parse(at) >= EARLIEST && Date.parse(at) < LATEST,
    '这个时间不会是真的，请核对手机时间。 / No such time: check the phone’s clock.',
  );

const Place = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  accuracyMetres: z.number().min(0).max(100_000),
});

/** A photo or a signature as the phone declares it with its visit; its bytes follow by the field's doors for them. */
export const Attachment = z
  .object({
    id: z.uuid().describe('made on the phone'),
    kind: z.enum(['photo', 'signature']),
    document: z.enum(DOCUMENTS).nullable().describe('what a signature stands under'),
    witness: z.string().trim().min(2).max(40).nullable().default(null).describe('who signed for somebody who cannot'),
    takenAt: Instant,
    place: Place.nullable(),
    bytes: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    width: z.int().positive().max(LONGEST_SIDE),
    height: z.int().positive().max(LONGEST_SIDE),
    look: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .nullable()
      .default(null)
      .describe('a hash of what a photo looks like: equal for the same photo packed again'),
  })
  .refine((one) => (one.kind === 'signature') === (one.document !== null), { path: ['document'] })
  .refine((one) => one.bytes <= LARGEST[one.kind], { path: ['bytes'] });
export type Attachment = z.infer<typeof Attachment>;

const attachments = z
  .array(Attachment)
  .max(MOST_ATTACHMENTS)
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length)
  .default([]);

const visitShape = {
  taskId: z.uuid(),
  visitedAt: Instant,
  place: Place.nullable(),
  noPlaceReason: z.string().trim().min(2).max(200).nullable().describe('required when no place is given'),
  outcomeCode: z.string().regex(OUTCOME_CODE),
  cause: z.string().max(40).nullable(),
  note: z.string().trim().min(2).max(2000),
  assistanceNote: z.string().trim().max(2000).nullable(),
  answers: Answers.default({}).describe(
    'to the form of the task; none from an older phone, or from a sheet without it',
  ),
};
type Placed = { place: object | null; noPlaceReason: string | null };
const isPlaced = (visit: Placed) => visit.place !== null || visit.noPlaceReason !== null;
const unplaced = { path: ['noPlaceReason'], message: '没有定位时，请写明原因。 / Without a place, say why.' };

export const VisitInput = z.object({ ...visitShape, attachments }).refine(isPlaced, unplaced);
export type VisitInput = z.input<typeof VisitInput>;

/** A visit written on paper, as the township types it: the same, and who went. What it brings are photos of the sheet or from the visit. */
export const PaperVisitInput = z
  .object({
    ...visitShape,
    attachments: attachments.refine((all) => all.every((one) => one.kind === 'photo')),
    visitorId: z.uuid(),
  })
  .refine(isPlaced, unplaced);
export type PaperVisitInput = z.input<typeof PaperVisitInput>;

/** Somebody went and met nobody. */
export const AttemptInput = z.object({
  taskId: z.uuid(),
  at: Instant,
  why: z.enum(ATTEMPT_REASONS),
  note: z.string().trim().max(500).nullable().default(null),
  place: Place.nullable().default(null),
});
export type AttemptInput = z.input<typeof AttemptInput>;

export const Outcome = z.object({
  code: z.string().regex(OUTCOME_CODE),
  group: z.enum(['A', 'B', 'C', 'D', 'E', 'F']),
  // Strict: in YAML, a comma in a name without quotation marks cuts it off and makes the rest a key.
  names: z.strictObject({ zh: z.string(), en: z.string() }),
  /** Whether the warning was right: null when it could not be verified. */
  confirms: z.boolean().nullable(),
  /** For which kinds of task it can be chosen. */
  kinds: z.array(z.enum(OUTCOME_KINDS)),
  needsDocument: z.enum(DOCUMENTS).nullable().default(null).describe('what has to be signed at the door for it'),
  needsAttempts: z.int().min(1).max(9).optional().describe('on so many different days nobody was met before'),
  afterAttempts: z
    .object({ why: z.enum(ATTEMPT_REASONS), times: z.int().min(1).max(9) })
    .optional()
    .describe('offered when this was noted so often'),
  needsTicket: z.boolean().default(false).describe('a data-quality ticket goes to the department that sent the row'),
  closes: z.boolean().default(false).describe('ends its task at once: nobody has to confirm it'),
  isUnseen: z.boolean().default(false).describe('nobody of the household was met'),
});
export type Outcome = z.infer<typeof Outcome>;
