// What warnings turned out to be, and what departments are asked about their rows. Pure; the browser imports it.
import { z } from 'zod';
import { AREA_CODE } from '../../kernel/area.ts';
import { Names } from '../../kernel/names.ts';

/** By what precision is grouped: the warning's own rule, version, source and supposed cause, its county, its month of closing. */
export const PRECISION_BY = ['rule', 'version', 'dataset', 'cause', 'county', 'month'] as const;
export type PrecisionBy = (typeof PRECISION_BY)[number];

/** Fewer verified warnings than this tell nothing: their interval spans half the scale. */
export const FEW = 10;

export const PrecisionFilter = z.object({
  by: z.enum(PRECISION_BY).default('rule'),
  from: z.iso.date().optional().describe('closed on this day or later'),
  until: z.iso.date().optional().describe('closed on this day or earlier'),
  area: z.string().regex(AREA_CODE).optional(),
  rule: z.string().max(80).optional(),
});
export type PrecisionFilter = z.infer<typeof PrecisionFilter>;

const Figures = z.object({
  closed: z.number().describe('warnings that ended with an outcome'),
  confirmed: z.number(),
  refuted: z.number(),
  unverified: z.number().describe('nobody could tell: shown, and not counted in the share'),
  share: z.number().nullable().describe('confirmed among those that were verified; null when none was'),
  low: z.number().nullable().describe('the Wilson interval of 95 %'),
  high: z.number().nullable(),
  isFew: z.boolean().describe('fewer than ten verified: too few to tell'),
  causeChanged: z.number().describe('the visit found another cause than the rule supposed'),
  daysToVisit: z.number().nullable().describe('median, from the warning to the door'),
  daysToClose: z.number().nullable().describe('median, from the warning to its closing'),
});

export const PrecisionRow = Figures.extend({
  key: z.string().nullable().describe('null: a lead without a rule, a warning without a cause or a department’s row'),
  names: Names,
  ruleId: z.string().nullable().describe('of a rule or a version'),
});
export type PrecisionRow = z.infer<typeof PrecisionRow>;

export const Precision = z.object({ total: z.number(), whole: Figures, items: z.array(PrecisionRow) });
export type Precision = z.infer<typeof Precision>;

/**
 * A ticket's states. *Overdue* is derived: open, and past `due_at`.
 *
 * | from | to | by |
 * |---|---|---|
 * | — | open | the turn after its task was closed with an outcome that needs one |
 * | open | answered | the department, once |
 */
export const TICKET_STATES = ['open', 'answered'] as const;
export type TicketState = (typeof TICKET_STATES)[number];

export const ANSWER_CODES = [
  'corrected', // 已更正
  'row-is-right', // 核对无误
  'not-ours', // 不是本部门的事
] as const;
export type AnswerCode = (typeof ANSWER_CODES)[number];

export const TICKET_VIEWS = ['open', 'overdue', 'answered', 'all'] as const;
export const TicketFilter = z.object({
  state: z.enum(TICKET_VIEWS).default('open'),
  area: z.string().regex(AREA_CODE).optional(),
  department: z.string().max(40).optional(),
});
export type TicketFilter = z.infer<typeof TicketFilter>;

/** The least that finds the row again. Who it speaks of, what the visitor wrote, and where they went stay out of it. */
export const TicketRow = z.object({
  id: z.uuid(),
  state: z.enum(TICKET_STATES),
  isOverdue: z.boolean(),
  department: z.string(),
  departmentNames: Names,
  dataset: z.string(),
  title: Names.describe('of the dataset'),
  batchId: z.number(),
  fileName: z.string(),
  line: z.number(),
  receivedAt: z.string().describe('when the file came'),
  isReplaced: z.boolean().describe('the file was taken back or replaced since'),
  rule: Names.describe('the rule that read the row'),
  outcomeCode: z.string(),
  outcome: Names,
  openedAt: z.string(),
  dueAt: z.string(),
  answerCode: z.enum(ANSWER_CODES).nullable(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
  place: z.string().nullable().describe('for those whose area it is; a department is not told where'),
  taskId: z.uuid().nullable().describe('as `place`'),
  version: z.number().describe('send it back in If-Match as "v<version>"'),
});
export type TicketRow = z.infer<typeof TicketRow>;

export const TicketAnswer = z
  .object({
    code: z.enum(ANSWER_CODES),
    text: z.string().trim().min(2).max(500),
    batchId: z.int().positive().optional().describe('of `corrected`: the batch that brought the right row'),
  })
  .refine(({ code, batchId }) => code === 'corrected' || batchId === undefined, {
    path: ['batchId'],
    message: '只有“已更正”才写批次。 / Only a corrected row names a batch.',
  });
export type TicketAnswer = z.infer<typeof TicketAnswer>;
