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

export const TASK_VIEWS = ['waiting', 'out', 'submitted', 'overdue', 'closed', 'all', 'mine'] as const;
export const TaskFilter = z.object({
  view: z.enum(TASK_VIEWS).default('waiting').describe('mine: what a coordinator has in hand'),
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
  openedAt: z.string(),
  dispatchDueAt: z.string(),
  visitDueAt: z.string(),
  confirmDueAt: z.string(),
  outcomeCode: z.string().nullable(),
  notice: z.string().nullable(),
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
  isHere: z.boolean().describe('covers the village of this task'),
});
export type Coordinator = z.infer<typeof Coordinator>;

export const TaskDetail = z.object({
  task: TaskRow,
  returnReason: z.string().nullable(),
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
    .array(z.enum(['dispatch', 'accept', 'submit', 'confirm', 'hand-back', 'ask-again']))
    .describe('what the caller may do now'),
});
export type TaskDetail = z.infer<typeof TaskDetail>;

export const DispatchInput = z.object({ assigneeId: z.uuid() });
export const ReturnInput = z.object({ reason: z.string().trim().min(2).max(500) });
export const ConfirmInput = z.object({ note: z.string().trim().max(500).optional() });
