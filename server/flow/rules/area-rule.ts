// A warning about a place: the shape of rules/areas.yaml. Its condition is how many households of one division one thing struck
// within a few days; it opens a campaign.
import { z } from 'zod';
import { bilingual } from '../indicators/definition.ts';
import { RULE_CLASSES, SEVERITIES } from './definition.ts';

/** One division and one run of days is one alert, however many rows come later. */
export const areaRule = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .max(60),
  names: bilingual,
  class: z.enum(RULE_CLASSES),
  severity: z.enum(SEVERITIES),
  /** One of rules/causes.yaml: alerts of this cause are seen by the survey. */
  cause: z.string(),
  /** The fact on a household that counts. */
  kind: z.string(),
  level: z.enum(['county', 'township', 'village']),
  /** So many households, within so many days of one another. */
  households: z.int().min(2),
  days: z.int().min(1).max(31),
  /** The last of it must be as recent as that: nobody surveys last winter's flood. */
  recent_days: z.int().min(1).max(180),
  campaign: z.strictObject({ survey_days: z.int().min(1).max(60) }),
  policy: z.strictObject({
    seed: z.string().regex(/^\w+\.txt$/),
    document: z.string().min(1),
    quote: z.string().min(4),
  }),
});
export type AreaRule = z.infer<typeof areaRule>;
