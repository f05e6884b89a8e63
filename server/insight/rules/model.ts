// What a rule does and what it rests on, beside its definition. Pure; the browser imports its types.
import { z } from 'zod';
import { Names } from '../../kernel/names.ts';

export const FIGURE_WEEKS = 13;

export const RuleFigures = z.object({
  since: z.string().describe('the Monday of the first week'),
  items: z.array(
    z.object({
      id: z.string(),
      raised: z
        .array(z.number().nullable())
        .describe('new alerts a week of the last thirteen; null: fewer than five, not told'),
      verified: z.number().describe('closed in the last year with a finding for or against'),
      confirmed: z.number(),
      share: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
});
export type RuleFigures = z.infer<typeof RuleFigures>;

const UNITS = ['fen', 'count', 'ratio', 'flag'] as const;

export const RuleTerms = z.object({
  condition: z
    .string()
    .nullable()
    .describe('the rule in CEL; null: a warning about a source or a place, which has none'),
  params: z.array(
    z.object({
      ...{ name: z.string(), label: Names, unit: z.enum(['fen', 'count', 'ratio']) },
      ...{ value: z.number(), min: z.number(), max: z.number() },
    }),
  ),
  names: z
    .array(z.object({ name: z.string(), label: Names, unit: z.enum(UNITS), kind: z.enum(['indicator', 'standard']) }))
    .describe('what the condition names'),
  standards: z
    .array(
      z.object({
        ...{
          name: z.string(),
          label: Names,
          unit: z.enum(['fen', 'count', 'ratio']),
          per: z.enum(['month', 'year', 'none']),
        },
        settlement: z.enum(['urban', 'rural']),
        low: z.number().nullable(),
        high: z.number().nullable(),
        counties: z.number(),
        missing: z.number().describe('counties where none is in force: the rule cannot tell there'),
      }),
    )
    .describe('local standards of my counties, as they are in force today'),
  inputs: z.array(
    z.object({
      ...{ dataset: z.string(), title: Names, department: Names },
      month: z.string().nullable().describe('the newest month or day it can be read up to'),
      isBlind: z.boolean(),
    }),
  ),
  holds: z.number().describe('days it must have held'),
  cooldown: z.number().nullable(),
  cause: Names.nullable(),
  measures: z.array(Names),
});
export type RuleTerms = z.infer<typeof RuleTerms>;

/** What is blind where: a rule that lacks a source sees nobody, one that lacks a county's standard nobody there. */
export const BlindMap = z.object({
  areas: z.array(z.object({ code: z.string(), name: z.string(), counties: z.number() })),
  rules: z.array(
    z.object({
      id: z.string(),
      names: Names,
      because: z
        .array(z.object({ dataset: z.string(), title: Names }))
        .describe('sources too late to judge by: blind everywhere'),
      missing: z.array(z.number()).describe('by area: counties without a standard that it needs'),
    }),
  ),
});
export type BlindMap = z.infer<typeof BlindMap>;
