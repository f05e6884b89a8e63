// A text in both languages, as every word of the policy data has it. Pure: the browser imports it too.
import { z } from 'zod';

export const Names = z.object({ zh: z.string(), en: z.string() });
export type Names = z.infer<typeof Names>;
