// The doors, as the browser sees them: sources, deliveries on their way in, batches and their rejects. Pure.
import { z } from 'zod';
import { Names } from '../../kernel/names.ts';

/** accepted: in force · held: would end too much, a person must confirm · withdrawn · superseded by a corrected delivery */
export const BATCH_STATES = ['accepted', 'held', 'withdrawn', 'superseded'] as const;

/** waiting for its turn · reading · settling · done · known (these bytes are in force) · refused · cancelled · broken-off by a kill */
export const INTAKE_STATES = [
  'waiting',
  'reading',
  'settling',
  'done',
  'known',
  'refused',
  'cancelled',
  'broken-off',
] as const;

export const SOURCE_STATES = ['planned', 'connected', 'suspended'] as const;

export const BatchView = z.object({
  id: z.number(),
  dataset: z.string(),
  title: Names,
  department: z.string().nullable(),
  file: z.string(),
  period: z.string().nullable(),
  status: z.enum(BATCH_STATES),
  receivedAt: z.string(),
  good: z.number(),
  waiting: z.number(),
  rejected: z.record(z.string(), z.number()).describe('rows by reject code'),
  nameDiffers: z.number(),
  heldShare: z.number().nullable().describe('a held snapshot would end this share of its scope'),
  endReason: z.string().nullable(),
  supersededBy: z.number().nullable(),
});
export type BatchView = z.infer<typeof BatchView>;

export const RejectView = z.object({
  line: z.number(),
  column: z.string().nullable(),
  code: z.string(),
  found: z.string().nullable().describe('masked'),
  expected: Names,
  droppedAmount: z.number().nullable().describe('fen'),
});
export type RejectView = z.infer<typeof RejectView>;

/** What taking a file in, or a batch back, would change; worked out by doing it and rolling it back. */
export const Consequences = z.object({
  good: z.number(),
  waiting: z.number(),
  rejected: z.record(z.string(), z.number()),
  households: z.number().describe('households whose numbers are computed again'),
  raises: z.array(z.object({ ruleId: z.string(), names: Names, count: z.number() })),
  ends: z.array(z.object({ ruleId: z.string(), names: Names, count: z.number() })),
  toldTasks: z.number().describe('tasks somebody already holds, who would be told'),
  holds: z.boolean().describe('would be held for a person to confirm'),
  heldShare: z.number().nullable(),
  supersedes: z.number().nullable().describe('the batch it would take the place of'),
});
export type Consequences = z.infer<typeof Consequences>;

/** A proposed reading of headings nobody knows: the department's heading → the contract's, null: left out. */
export const LayoutProposal = z.object({
  dataset: z.string(),
  title: Names,
  headingLine: z.number(),
  headings: z.record(z.string(), z.string().nullable()),
  missing: z.array(z.string()).describe('headings the contract needs and the proposal does not find'),
  contractHeadings: z.array(z.object({ heading: z.string(), isNeeded: z.boolean() })),
});
export type LayoutProposal = z.infer<typeof LayoutProposal>;

export const IntakeView = z.object({
  id: z.uuid(),
  fileName: z.string(),
  channel: z.enum(['page', 'command', 'push', 'folder']),
  dataset: z.string().nullable(),
  title: Names.nullable(),
  period: z.string().nullable(),
  state: z.enum(INTAKE_STATES),
  isDryRun: z.boolean(),
  rowsRead: z.number(),
  bytesRead: z.number(),
  bytesTotal: z.number().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  reason: Names.nullable().describe('why it was refused: what was found, what was expected, what to do'),
  asks: z.enum(['nothing', 'period', 'layout']).describe('what a person must say before it can go on'),
  proposals: z.array(LayoutProposal).describe('several equally near: a person chooses'),
  consequences: Consequences.nullable().describe('after a dry run'),
  batch: BatchView.nullable().describe('after it was handed in'),
});
export type IntakeView = z.infer<typeof IntakeView>;

export const SourceView = z.object({
  dataset: z.string(),
  title: Names,
  department: z.string(),
  departmentNames: Names,
  legalBasis: z.string(),
  purpose: Names,
  mode: z.enum(['registry', 'increment', 'snapshot']),
  rhythm: z.string().describe('monthly, term, event …'),
  dueDay: z.number().nullable(),
  state: z.enum(SOURCE_STATES),
  stateFrom: z.string().nullable(),
  month: z.string().nullable().describe('the newest month or day it can be read up to'),
  isLate: z.boolean(),
  daysLate: z.number(),
  isBlind: z.boolean(),
  blinds: z.array(Names).describe('rules that cannot be judged because of it'),
  matchRate: z.number().nullable().describe('good over good and waiting, of the last delivery'),
  health: z
    .array(z.object({ kind: z.enum(['late', 'rows', 'empty', 'match', 'drift']), names: Names }))
    .describe('what is unusual'),
  periods: z
    .array(
      z.object({
        period: z.string(),
        receivedAt: z.string().nullable(),
        daysLate: z.number().nullable(),
        good: z.number(),
        waiting: z.number(),
        rejected: z.number(),
      }),
    )
    .describe('the last twelve, oldest first'),
});
export type SourceView = z.infer<typeof SourceView>;
