// What leaves by contract (rules/deliveries/*.yaml): receiver, legal basis, columns. Pure shapes; deliver.ts reads the rows.
import { z } from 'zod';
import { Names } from '../../kernel/names.ts';

export const DELIVERY_FORMATS = ['csv', 'xlsx', 'ndjson'] as const;

/** The fields each kind of delivery can give; a contract names the least it needs. */
export const DELIVERY_FIELDS = {
  'row-results': ['file', 'line', 'rule', 'outcome', 'confirmed', 'closed_on'],
  recognised: ['id_number', 'household', 'category', 'authority', 'from_on', 'until_on'],
} as const;

export const DeliveryContract = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z-]*$/),
    title: Names,
    /** A department's code, or `department`: whichever sent the rows. */
    receiver: z.string(),
    legal_basis: z.string().min(4),
    purpose: Names,
    about: z.enum(['row-results', 'recognised']),
    rhythm: z.strictObject({
      every: z.enum(['monthly', 'quarterly', 'asked']),
      day: z.int().min(1).max(28).optional(),
    }),
    format: z.enum(DELIVERY_FORMATS),
    columns: z
      .array(z.strictObject({ field: z.string(), heading: z.string().min(1), personal: z.boolean().default(false) }))
      .min(1),
  })
  .refine(
    ({ about, columns }) => columns.every(({ field }) => (DELIVERY_FIELDS[about] as readonly string[]).includes(field)),
    {
      path: ['columns'],
      message: 'a column names a field that this kind of delivery does not have',
    },
  );
export type DeliveryContract = z.infer<typeof DeliveryContract>;
