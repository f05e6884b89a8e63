// What the desk keeps beside tasks: taking a dispatch back, views by name, who there is to go, and the board of late work. Pure.
import { z } from 'zod';
import { AREA_CODE } from '../../../kernel/area.ts';
import { PageQuery } from '../../../kernel/page.ts';
import { LEVELS, TASK_STATES, TaskRow } from '../model.ts';

/** For so many seconds a dispatch can be taken back by who made it. */
export const UNDO_SECONDS = 60;

export const UndoInput = z.object({
  tasks: z
    .array(z.object({ id: z.uuid(), version: z.int().positive().describe('as the dispatch answered it') }))
    .min(1)
    .max(2000),
});

/**
 * What became of one task of an undo.
 *
 * - `undone`: state and holder are those of before.
 * - `too-late`: it was dispatched longer than a minute ago.
 * - `accepted`: its coordinator has taken it on.
 * - `changed`: something else has happened to it since, or somebody else dispatched it.
 */
export const UndoResult = z.object({
  id: z.uuid(),
  outcome: z.enum(['undone', 'too-late', 'accepted', 'changed', 'not-found']),
  version: z.number().nullable(),
  state: z.enum(TASK_STATES).nullable().describe('how it stands now'),
});
export type UndoResult = z.infer<typeof UndoResult>;

/** The most views one person keeps. */
export const MOST_VIEWS = 20;

export const ViewInput = z.object({
  name: z.string().trim().min(1).max(24),
  filter: z
    .string()
    .max(600)
    .regex(/^[\w=&,.%+-]*$/, '只写地址里的筛选。 / The filter as the address holds it.'),
});
export const SavedView = z.object({ id: z.uuid(), name: z.string(), filter: z.string() });
export type SavedView = z.infer<typeof SavedView>;

/** A coordinator as the calendar of absences shows them. */
export const TeamMember = z.object({
  id: z.uuid(),
  name: z.string(),
  county: z.string(),
  township: z.string().describe('of their first village'),
  places: z.array(z.string()).describe('codes of what they serve'),
  inHand: z.number().describe('tasks given to them and not yet visited'),
  accepted: z.number().describe('of these, taken on: they do not go to who stands in'),
  capacity: z.number(),
});
export type TeamMember = z.infer<typeof TeamMember>;

export const EscalationFilter = PageQuery.extend({
  area: z.string().regex(AREA_CODE).optional(),
  level: z.enum(LEVELS).optional().describe('told last; default: all'),
  noted: z.stringbool().optional().describe('somebody has taken note, or not yet; default: both'),
});

/** A task that is late and of which somebody above was told. */
export const EscalationRow = TaskRow.extend({
  dueAt: z.string().describe('the deadline that has passed'),
  toldAt: z.string(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedNote: z.string().nullable(),
  mayAcknowledge: z.boolean(),
  mayExtend: z.boolean(),
});
export type EscalationRow = z.infer<typeof EscalationRow>;

export const EscalationCounts = z.record(z.enum(LEVELS), z.object({ open: z.number(), noted: z.number() }));
export type EscalationCounts = z.infer<typeof EscalationCounts>;

const Person = z.object({ id: z.uuid(), name: z.string() });

export const AbsenceInput = z.object({
  userId: z.uuid().describe('a coordinator; they may record themselves'),
  coverId: z.uuid().nullable().describe('another coordinator of the township; null: nobody, and their work waits'),
  fromOn: z.iso.date(),
  untilOn: z.iso.date().describe('the last day away'),
  reason: z.string().trim().min(2).max(200),
});
export type AbsenceInput = z.infer<typeof AbsenceInput>;

export const AbsenceRow = z.object({
  id: z.uuid(),
  user: Person,
  cover: Person.nullable(),
  fromOn: z.string(),
  untilOn: z.string(),
  reason: z.string(),
  madeAt: z.string(),
  endedAt: z.string().nullable().describe('taken back'),
  isNow: z.boolean(),
});
export type AbsenceRow = z.infer<typeof AbsenceRow>;
