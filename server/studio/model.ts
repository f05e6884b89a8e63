// What people see of rules, and what they send. Pure; a browser may import it.
import { z } from 'zod';
import { Names } from '../kernel/names.ts';

/** draft → scheduled → published → retired; a draft or a scheduled one may also be discarded, which is retired too. */
export const VERSION_STATES = ['draft', 'scheduled', 'published', 'retired'] as const;

export const RuleFault = z.object({
  pointer: z.string().describe('JSON pointer into the definition'),
  message: Names.describe('what is wrong, and what is expected instead'),
  line: z.number().optional().describe('within the expression at the pointer, from 1'),
  column: z.number().optional(),
  nearest: z.string().optional().describe('the known name that was probably meant'),
});
export type RuleFault = z.infer<typeof RuleFault>;

const Standing = z.object({
  id: z.number(),
  number: z.number().describe('the version’s number'),
  origin: z.enum(['shipped', 'local']).describe('shipped: a new version of the rule’s file, kept back'),
  from: z.string().nullable().describe('the day from which a scheduled one is in force'),
});

export const RuleRow = z.object({
  id: z.string(),
  names: Names,
  about: z.enum(['household', 'source', 'area']),
  class: z.string().nullable(),
  severity: z.string().nullable(),
  status: z.enum(['published', 'retired', 'draft']).describe('draft: never was in force'),
  number: z.number().nullable().describe('of the version in force'),
  origin: z.enum(['shipped', 'local']).nullable(),
  since: z.string().nullable().describe('the day on which that version came into force'),
  openAlerts: z.number().describe('in my area'),
  drafts: z.array(Standing),
  scheduled: Standing.nullable(),
  blind: z.array(z.string()).describe('datasets it rests on that are too late to judge by'),
  faults: z.array(RuleFault).describe('not empty: the version in force is not understood any more, and not run'),
});
export type RuleRow = z.infer<typeof RuleRow>;

export const RuleVersion = z.object({
  id: z.number(),
  number: z.number(),
  origin: z.enum(['shipped', 'local']),
  status: z.enum(VERSION_STATES),
  note: z.string().nullable(),
  basedOn: z.number().nullable().describe('number of the version it began from'),
  draftedBy: z.string().nullable(),
  draftedAt: z.string().nullable(),
  inForceFrom: z.string().nullable(),
  publishedBy: z.string().nullable(),
  publishedAt: z.string().nullable(),
  retiredBy: z.string().nullable(),
  retiredAt: z.string().nullable(),
  revision: z.number().describe('sent as If-Match when a draft is changed'),
  definition: z.record(z.string(), z.unknown()),
});
export type RuleVersion = z.infer<typeof RuleVersion>;

export const RuleDetail = RuleRow.extend({
  policy: z.object({ document: z.string(), quote: z.string() }).nullable(),
  versions: z.array(RuleVersion).describe('newest first'),
});
export type RuleDetail = z.infer<typeof RuleDetail>;

const Content = {
  definition: z.record(z.string(), z.unknown()).optional().describe('the whole rule, shaped as its YAML file is'),
  yaml: z.string().max(60_000).optional().describe('the whole rule, as its YAML file'),
  params: z.record(z.string(), z.number()).optional().describe('only these parameters’ values change'),
  note: z.string().trim().max(1000).optional().describe('what changed, and why'),
};

export const DraftInput = z.object({
  ruleId: z.string().max(60).optional().describe('of the rule to change; left out with a whole definition'),
  basedOn: z.number().int().optional().describe('number of the version to begin from; default: the one in force'),
  ...Content,
});
export type DraftInput = z.infer<typeof DraftInput>;

export const DraftChange = z.object(Content);
export type DraftChange = z.infer<typeof DraftChange>;

/** `version` is the draft's revision, for If-Match. */
export const DraftSaved = z.object({ id: z.number(), ruleId: z.string(), number: z.number(), version: z.number() });
export type DraftSaved = z.infer<typeof DraftSaved>;

export const DraftChecked = z.object({
  isSound: z.boolean(),
  faults: z.array(RuleFault),
  examples: z.array(RuleFault).describe('its own examples that no longer come out as they say; no hindrance'),
});
export type DraftChecked = z.infer<typeof DraftChecked>;

const Figures = {
  judged: z.number().describe('households looked at'),
  hit: z.number(),
  inOpenAlert: z.number().describe('of those hit: somebody has been told of the household already, by any rule'),
  newlyNamed: z.number().describe('hit, and not by the version in force'),
  noLongerNamed: z.number().describe('hit by the version in force, and not by this'),
  noLongerUnknown: z.number().describe('of those: it cannot be told any more'),
  unknown: z.number().describe('households of which the draft cannot say'),
  extraVisits: z.number().describe('newly named, and no open task yet'),
};

export const Preview = z.object({
  asOf: z.string(),
  comparedWith: z.number().nullable().describe('number of the version in force'),
  ...Figures,
  counties: z.array(z.object({ code: z.string(), name: z.string(), ...Figures })),
  villages: z
    .array(z.object({ code: z.string(), name: z.string(), extraVisits: z.number() }))
    .describe('the twenty with most extra visits'),
});
export type Preview = z.infer<typeof Preview>;

export const PublishInput = z.object({
  from: z.iso.date().describe('the day from which it is in force; today at soonest'),
});
export const RetireInput = z.object({ reason: z.string().trim().min(2).max(500) });
