// The catalogue of local standards (rules/parameters/catalogue.yaml): what a rule may call standard.<key>.
import { z } from 'zod';
import { bilingual } from '../indicators/definition.ts';

export const parameterDefinition = z.strictObject({
  /** The name in the parameter file. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(50),
  label: bilingual,
  unit: z.enum(['fen', 'count', 'ratio']),
  /** The unit in the parameter file; yuan become fen on the way in. */
  csv_unit: z.string().min(1),
  per: z.enum(['month', 'year', 'none']).default('none'),
  /** The year the value speaks of, counted from the year it takes effect: -1 is last year's. */
  of_year: z.int().min(-5).max(0).default(0),
});
export type ParameterDefinition = z.infer<typeof parameterDefinition>;

/** Local standards by key. */
export type ParameterCatalogue = ReadonlyMap<string, ParameterDefinition>;

export const causeDefinition = z.strictObject({ id: z.string().regex(/^[a-z][a-z-]*$/), label: bilingual });
export type CauseDefinition = z.infer<typeof causeDefinition>;
