// What can be done about it. So far a measure is a suggestion: a rule names some, and the visitor sees them. No I/O.
import { z } from 'zod';
import { Names } from '../../kernel/names.ts';

/** One entry of rules/measures.yaml. */
export const Measure = z.strictObject({ id: z.string(), names: Names });
