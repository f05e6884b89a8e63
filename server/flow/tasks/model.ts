// Tasks: somebody goes to the door. States and their moves are one table; pure, the browser imports it.
import { z } from 'zod';
import { AREA_CODE } from '../../kernel/area.ts';
import { Names } from '../../kernel/names.ts';
import { AlertRow, SEVERITIES } from '../alerts/model.ts';

export const TASK_KINDS = [
  'help',
  'exit',
  'routine',
  'sweep',
  'second-look',
  'inspection',
  'follow-up',
  'review',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const TASK_STATES = [
  'waiting', // 待派发: the county has it
  'dispatched', // 已派到乡镇: a township is to name somebody
  'assigned', // 已派给协理员
  'accepted', // 协理员已接
  'submitted', // 已入户，待确认
  'confirmed', // 乡镇已确认
  'closed', // 办结
  'returned', // 退回: somebody must look again
  'cancelled', // 撤销: its cause was withdrawn before anybody went
] as const;
export type TaskState = (typeof TASK_STATES)[number];

/**
 * The moves people make; each is an action of `access/model.ts`.
 *
 * | move | from | to | who |
 * |---|---|---|---|
 * | dispatch | waiting, returned, dispatched, assigned | assigned | county or township names a coordinator |
 * | accept | assigned | accepted | that coordinator |
 * | submit | assigned, accepted | submitted | that coordinator, by a visit |
 * | confirm | submitted | closed (by way of confirmed) | the township |
 * | return | assigned, accepted → returned (coordinator cannot); submitted → accepted (township asks again) | | |
 */
export const TASK_MOVES = {
  dispatch: { from: ['waiting', 'returned', 'dispatched', 'assigned'], to: 'assigned' },
  accept: { from: ['assigned'], to: 'accepted' },
  submit: { from: ['assigned', 'accepted'], to: 'submitted' },
  confirm: { from: ['submitted'], to: 'confirmed' },
  close: { from: ['confirmed'], to: 'closed' },
  'hand-back': { from: ['assigned', 'accepted'], to: 'returned' },
  'ask-again': { from: ['submitted'], to: 'accepted' },
  cancel: { from: ['waiting'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly TaskState[]; to: TaskState }>;
export type TaskMove = keyof typeof TASK_MOVES;

/** Bodies from the ground up: who is told when work is late. */
export const LEVELS = ['township', 'county', 'prefecture', 'province'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * What whoever holds a task is told about it.
 *
 * - `cause-ended`: every signal behind it has ended or was withdrawn; somebody is on the way, so they decide at the door.
 * - `assignee-away`: its assignee is away and nobody else has it.
 * - `stands-in`: it came from somebody who is away.
 */
export const NOTICES = ['cause-ended', 'assignee-away', 'stands-in'] as const;

/** States in which work is still to be done. */
export const OPEN_TASK_STATES = [
  'waiting',
  'dispatched',
  'assigned',
  'accepted',
  'submitted',
  'confirmed',
  'returned',
] as const;

/** The deadline that counts next for whoever holds the task; null when it is done. */
export function nextDueAt(task: {
  state: TaskState;
  dispatchDueAt: string;
  visitDueAt: string;
  confirmDueAt: string;
}): string | null {
  if (task.state === 'waiting' || task.state === 'dispatched' || task.state === 'returned') return task.dispatchDueAt;
  if (task.state === 'assigned' || task.state === 'accepted') return task.visitDueAt;
  if (task.state === 'submitted' || task.state === 'confirmed') return task.confirmDueAt;
  return null;
}

/** True when the next deadline lies before `now` (both ISO instants). Derived, never stored. */
export function isOverdue(task: Parameters<typeof nextDueAt>[0], now: string): boolean {
  const due = nextDueAt(task);
  return due !== null && Date.parse(due) < Date.parse(now);
}

export const TASK_VIEWS = ['waiting', 'out', 'submitted', 'overdue', 'escalated', 'closed', 'all', 'mine'] as const;
export const TaskFilter = z.object({
  view: z
    .enum(TASK_VIEWS)
    .default('waiting')
    .describe('mine: what a coordinator has in hand; escalated: what is so late that my level was told'),
  area: z.string().regex(AREA_CODE).optional(),
});

export const TaskRow = z.object({
  id: z.uuid(),
  kind: z.enum(TASK_KINDS),
  state: z.enum(TASK_STATES),
  severity: z.enum(SEVERITIES),
  areaCode: z.string(),
  place: z.string(),
  household: z.object({ number: z.string().nullable(), head: z.string().nullable(), members: z.number() }).nullable(),
  reasons: z.array(
    z.object({ alertId: z.uuid(), ruleId: z.string().nullable(), names: Names, severity: z.enum(SEVERITIES) }),
  ),
  assignee: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  suggested: z
    .object({ id: z.uuid(), name: z.string() })
    .nullable()
    .describe('whom to give it to, while it waits; for those who dispatch'),
  openedAt: z.string(),
  dispatchDueAt: z.string(),
  visitDueAt: z.string(),
  confirmDueAt: z.string(),
  outcomeCode: z.string().nullable(),
  notice: z.string().nullable().describe(NOTICES.join(' | ')),
  extendedAt: z.string().nullable().describe('its visit was put off, once'),
  escalationLevel: z.enum(LEVELS).nullable().describe('who was told last that it is late'),
  acknowledgedAt: z.string().nullable().describe('somebody of that level or above has taken note'),
  version: z.number().describe('send it back in If-Match as "v<version>"'),
});
export type TaskRow = z.infer<typeof TaskRow>;

export const Coordinator = z.object({
  id: z.uuid(),
  name: z.string(),
  visitorKind: z.string().nullable(),
  villages: z.array(z.object({ code: z.string(), name: z.string() })),
  inHand: z.number(),
  capacity: z.number(),
  isHere: z.boolean().describe('covers the village of this task, or stands in for who does'),
  isAway: z.boolean().describe('cannot be given anything now'),
  cover: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('who stands in while they are away'),
});
export type Coordinator = z.infer<typeof Coordinator>;

export const TaskDetail = z.object({
  task: TaskRow,
  returnReason: z.string().nullable(),
  extensionReason: z.string().nullable(),
  alike: z.number().describe('other visits that read like this one, for who is to confirm it'),
  members: z.array(
    z.object({
      name: z.string(),
      relation: z.string().nullable(),
      age: z.number().nullable(),
      isLiving: z.boolean(),
      idMasked: z.string().nullable(),
      phone: z.string().nullable().describe('for the coordinator who is to call before the visit, else masked'),
    }),
  ),
  address: z.string().nullable(),
  alerts: z.array(AlertRow.extend({ plain: Names.describe('the reason in plain words') })),
  visits: z.array(
    z.object({
      id: z.uuid(),
      visitedAt: z.string(),
      submittedAt: z.string(),
      visitor: z.string(),
      outcomeCode: z.string(),
      cause: z.string().nullable(),
      note: z.string(),
      assistanceNote: z.string().nullable(),
      place: z.object({ latitude: z.number(), longitude: z.number(), accuracyMetres: z.number() }).nullable(),
      noPlaceReason: z.string().nullable(),
    }),
  ),
  coordinators: z
    .array(Coordinator)
    .describe('whom it can be given to, those of this village first; empty for a coordinator'),
  moves: z
    .array(z.enum(['dispatch', 'accept', 'submit', 'confirm', 'hand-back', 'ask-again', 'acknowledge', 'extend']))
    .describe('what the caller may do now'),
});
export type TaskDetail = z.infer<typeof TaskDetail>;

export const DispatchInput = z.object({ assigneeId: z.uuid() });
const TaskAsSeen = z.object({ id: z.uuid(), version: z.int().positive().describe('as the caller has seen it') });
export const BulkInput = z.object({
  tasks: z.array(TaskAsSeen).min(1).max(200),
  assigneeId: z.uuid().optional().describe('left out: each goes to its suggestion, load counted on'),
});

/** What became of one task of many: given, changed meanwhile, or not possible and why. */
export const BulkResult = z.object({
  id: z.uuid(),
  outcome: z.enum(['dispatched', 'conflict', 'refused', 'not-found']),
  version: z.number().nullable(),
  assignee: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('who has it now'),
  state: z.enum(TASK_STATES).nullable().describe('how it stands now'),
  why: Names.nullable(),
});
export type BulkResult = z.infer<typeof BulkResult>;

export const BulkPreview = z.object({
  loads: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      before: z.number(),
      after: z.number(),
      capacity: z.number(),
      isOver: z.boolean(),
      tasks: z.array(z.uuid()),
    }),
  ),
  refused: z.array(BulkResult),
});
export type BulkPreview = z.infer<typeof BulkPreview>;

export const ReturnInput = z.object({ reason: z.string().trim().min(2).max(500) });
export const AcknowledgeInput = z.object({ note: z.string().trim().min(2).max(500) });
export const ExtendInput = z.object({
  until: z.iso.date().describe('the new last day of the visit'),
  reason: z.string().trim().min(2).max(500),
});
export const ConfirmInput = z.object({ note: z.string().trim().max(500).optional() });
