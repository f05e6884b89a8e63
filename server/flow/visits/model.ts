// Visits: what somebody saw at the door, and the outcome they chose. Pure; the phone validates with the same model.
import { z } from 'zod';
import { Answers } from './forms/model.ts';

/** An outcome code (rules/outcomes.yaml): groups A need confirmed and helped, B confirmed, C not in need, D not verified, E may leave aid. */
export const OUTCOME_CODE = /^[A-E]\d{1,2}$/;

const visitShape = {
  taskId: z.uuid(),
  visitedAt: z.iso.datetime({ offset: true }),
  place: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      accuracyMetres: z.number().min(0).max(100_000),
    })
    .nullable(),
  noPlaceReason: z.string().trim().min(2).max(200).nullable().describe('required when no place is given'),
  outcomeCode: z.string().regex(OUTCOME_CODE),
  cause: z.string().max(40).nullable(),
  note: z.string().trim().min(2).max(2000),
  assistanceNote: z.string().trim().max(2000).nullable(),
  answers: Answers.default({}).describe('to the form of the task; none from paper or an older phone'),
};
type Placed = { place: object | null; noPlaceReason: string | null };
const isPlaced = (visit: Placed) => visit.place !== null || visit.noPlaceReason !== null;
const unplaced = { path: ['noPlaceReason'], message: '没有定位时，请写明原因。 / Without a place, say why.' };

export const VisitInput = z.object(visitShape).refine(isPlaced, unplaced);
export type VisitInput = z.input<typeof VisitInput>;

/** A visit written on paper, as the township types it: the same, and who went. */
export const PaperVisitInput = z.object({ ...visitShape, visitorId: z.uuid() }).refine(isPlaced, unplaced);
export type PaperVisitInput = z.input<typeof PaperVisitInput>;

export const Outcome = z.object({
  code: z.string().regex(OUTCOME_CODE),
  group: z.enum(['A', 'B', 'C', 'D', 'E']),
  names: z.object({ zh: z.string(), en: z.string() }),
  /** Whether the warning was right: null when it could not be verified. */
  confirms: z.boolean().nullable(),
  /** For which kinds of task it can be chosen. */
  kinds: z.array(z.enum(['help', 'exit'])),
  needsTicket: z.boolean().default(false).describe('a data-quality ticket goes to the department that sent the row'),
});
export type Outcome = z.infer<typeof Outcome>;
