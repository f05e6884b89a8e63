// Campaigns: a survey after a disaster, or a sweep by hand over a group or a drawn sample. Pure; the browser imports it.
import { z } from 'zod';
import { AREA_CODE } from '../../../kernel/area.ts';

/** More doors than this in one sweep is a slip of the hand. */
export const LARGEST_SWEEP = 5000;
/** Days until a sweep must be done, at most. */
export const LONGEST_SWEEP = 180;
/** Days after its due date when a campaign ends by itself. */
export const GRACE_DAYS = 7;

const Draw = z
  .object({
    share: z.number().gt(0).max(1).optional(),
    size: z.int().min(1).max(LARGEST_SWEEP).optional(),
    seed: z.string().trim().min(4).max(64).optional().describe('default: made, and kept'),
  })
  .refine(({ share, size }) => (share === undefined) !== (size === undefined), {
    path: ['size'],
    message: '写明份额或户数，二者之一。 / A share or a size, one of them.',
  });

const whom = {
  area: z.string().regex(AREA_CODE),
  condition: z.string().trim().min(1).max(2000).optional().describe('CEL over indicators and standards, as in a rule'),
  draw: Draw.optional().describe('a sample of those whom no rule has named'),
};
const isSomebody = ({ condition, draw }: { condition?: unknown; draw?: unknown }) => Boolean(condition ?? draw);
const nobody = { path: ['condition'], message: '写明条件，或抽样，或两者。 / A condition, a draw, or both.' };

export const SweepPreviewInput = z.object(whom).refine(isSomebody, nobody);
export type SweepPreviewInput = z.infer<typeof SweepPreviewInput>;

export const SweepInput = z
  .object({
    ...whom,
    name: z.string().trim().min(2).max(80),
    reason: z.string().trim().min(4).max(500),
    due: z.iso.date().describe('the day by which all are visited'),
  })
  .refine(isSomebody, nobody);
export type SweepInput = z.infer<typeof SweepInput>;

/** Why a campaign ends before its time. */
export const CampaignEndInput = z.object({ reason: z.string().trim().min(2).max(500).optional() });

export const SweepPreview = z.object({
  population: z.number().describe('households it could be'),
  picked: z.number().describe('households that would be visited'),
  isTooLarge: z.boolean(),
  villages: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      picked: z.number(),
      room: z
        .number()
        .nullable()
        .describe(
          'households its coordinators have room for today, shared with the villages they also walk; null: nobody covers it',
        ),
      isOver: z.boolean().describe('more than there is room for'),
    }),
  ),
});
export type SweepPreview = z.infer<typeof SweepPreview>;

export const CampaignRow = z.object({
  id: z.uuid(),
  kind: z.enum(['disaster', 'sweep']),
  name: z.string(),
  reason: z.string(),
  areaCode: z.string(),
  place: z.string(),
  alertId: z.uuid().nullable(),
  condition: z.string().nullable(),
  drawSeed: z.string().nullable(),
  drawShare: z.number().nullable(),
  population: z.number(),
  picked: z.number(),
  beganAt: z.string(),
  dueAt: z.string(),
  endedAt: z.string().nullable(),
  madeBy: z.string().nullable().describe('null: the service itself, or the command line'),
  tasks: z.object({ open: z.number(), closed: z.number(), cancelled: z.number() }),
});
export type CampaignRow = z.infer<typeof CampaignRow>;

/** What a drawn sample says of those whom no rule named: in how many of a hundred such households the visit found need. */
export const Estimate = z.object({
  visited: z.number().describe('closed with an outcome that says yes or no'),
  confirmed: z.number(),
  unverified: z.number().describe('closed, but nobody could tell'),
  share: z.number().nullable(),
  low: z.number().nullable().describe('95 %, after Wilson'),
  high: z.number().nullable(),
});
export type Estimate = z.infer<typeof Estimate>;

export const CampaignDetail = CampaignRow.extend({
  suspended: z.number().describe('help tasks whose clock stands still for it'),
  estimate: Estimate.nullable().describe('of a drawn sample only'),
});
export type CampaignDetail = z.infer<typeof CampaignDetail>;

const Z = 1.959964;

/** The share and its 95 % interval after Wilson, which stays between 0 and 1 and is honest about few visits; null of none. */
export function wilson(confirmed: number, visited: number): Pick<Estimate, 'share' | 'low' | 'high'> {
  if (visited === 0) return { share: null, low: null, high: null };
  const share = confirmed / visited;
  const weight = 1 + Z ** 2 / visited;
  const middle = (share + Z ** 2 / (2 * visited)) / weight;
  const half = (Z / weight) * Math.sqrt((share * (1 - share)) / visited + Z ** 2 / (4 * visited ** 2));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
