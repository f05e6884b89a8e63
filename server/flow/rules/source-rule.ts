// A warning about a source: the shape of rules/sources.yaml. Its condition is what ingest says of the source's health.
import { z } from 'zod';
import { bilingual } from '../indicators/definition.ts';
import { RULE_CLASSES, SEVERITIES } from './definition.ts';

/** Of several kinds of fault one alert a source stands, which tells them all. */
export const sourceRule = z.strictObject({
  id: z
    .string()
    .regex(/^source-[a-z-]+$/)
    .max(60),
  names: bilingual,
  class: z.enum(RULE_CLASSES),
  severity: z.enum(SEVERITIES),
  health: z.array(z.enum(['late', 'rows', 'empty', 'match', 'drift'])).min(1),
  policy: z.strictObject({
    seed: z.string().regex(/^\w+\.txt$/),
    document: z.string().min(1),
    quote: z.string().min(4),
  }),
});
export type SourceRule = z.infer<typeof sourceRule>;
