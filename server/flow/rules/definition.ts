// What a rule is: the shape of rules/monitoring/<class>/*.yaml, and of a draft a rule author saves.
// Whether its expressions make sense is check.ts's business.
import { z } from 'zod';
import { bilingual, indicatorId, unit } from '../indicators/definition.ts';

export const RULE_CLASSES = ['discovery', 'entitlement', 'change', 'policy'] as const;
/** Strongest first. */
export const SEVERITIES = ['red', 'orange', 'yellow', 'blue'] as const;

const word = z.string().regex(/^[a-z][a-z0-9_]*$/);

const parameter = z
  .strictObject({
    value: z.number(),
    min: z.number(),
    max: z.number(),
    unit: unit.exclude(['flag']).default('ratio'),
    label: bilingual,
  })
  .refine(({ value, min, max }) => min <= value && value <= max, {
    message: '数值应在 min 与 max 之间 / the value must lie between min and max',
  });
export type RuleParameter = z.infer<typeof parameter>;

/** Names of indicators and standards with their values; absent or null is unknown, a flag is 1 or 0. */
const example = z.record(z.string(), z.number().nullable());

export const ruleDefinition = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .max(60),
  names: bilingual,
  class: z.enum(RULE_CLASSES),
  severity: z.enum(SEVERITIES),
  /** One of rules/causes.yaml. */
  cause: z.string(),
  /** It may take something away: a task of its own, and never an automatic stop. */
  negative: z.boolean().default(false),
  policy: z.strictObject({
    seed: z.string().regex(/^\w+\.txt$/),
    /** Document number (文号), or the document's title where it has none. */
    document: z.string().min(1),
    quote: z.string().min(4),
  }),
  params: z.record(word, parameter).default({}),
  when: z.string().min(1),
  /**
   * The facts that set the rule off: of this kind (or these), among the evidence of this indicator. One fact never opens
   * two episodes. within_days is how recent it must be, absent: however old.
   */
  event: z
    .strictObject({
      kind: z.union([z.string(), z.array(z.string()).min(1)]),
      indicator: indicatorId,
      within_days: z.int().min(1).max(3660).optional(),
    })
    .optional(),
  subject: z.enum(['household', 'person']).default('household'),
  /** Days it must have held. */
  for: z.int().min(0).max(366).default(0),
  /** Days before a closed alert may be raised again. */
  cooldown: z.int().min(0).max(1096),
  /** Rules that say less of the same hardship: on a household where this one's alert stands open, they raise none. */
  inhibits: z.array(z.string()).min(1).optional(),
  /** Numbers worked out for the message only, as expressions: named {threshold.<word>} there. */
  thresholds: z.record(word, z.string()).default({}),
  messages: bilingual,
  /** For the coordinator's phone: what it may mean and what to look at, in plain words. */
  plain: bilingual,
  measures: z.array(z.string().regex(/^[a-z][a-z-]*$/)).min(1),
  examples: z.strictObject({ fires: z.array(example).min(1), silent: z.array(example).min(1) }),
});
export type RuleDefinition = z.infer<typeof ruleDefinition>;
