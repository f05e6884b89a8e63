// Tasks: somebody goes to the door. States and their moves are one table; pure, the browser imports it.
import { z } from 'zod';
import { AREA_CODE } from '../../kernel/area.ts';
import { Names } from '../../kernel/names.ts';
import { AlertRow, LEAD_CHANNELS, SEVERITIES } from '../alerts/model.ts';

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

/**
 * In which group of the desk a task stands, by the deadline that counts next; in this order.
 *
 * - `within-day`: due within 24 hours.
 * - `overdue`: past its deadline.
 * - `soon`: due within two working days.
 * - `later`: after that.
 * - `suspended`: its clock stands still for a survey, so nothing is due.
 * - `ended`: closed or cancelled.
 */
export const URGENCIES = ['within-day', 'overdue', 'soon', 'later', 'suspended', 'ended'] as const;
export type Urgency = (typeof URGENCIES)[number];

/**
 * Why a task does not move. Worked out from who is there today, never stored.
 *
 * - `no-coordinator`: it waits, and nobody is responsible for its village.
 * - `all-away`: everybody responsible is away, and nobody stands in.
 * - `at-capacity`: everybody responsible has as much in hand as they can carry.
 * - `second-look`: it waits for a second look that nobody here may give out or take.
 * - `holder-away`: it is with somebody who is away.
 * - `suspended`: its clock stands still for a survey.
 */
export const BLOCKS = ['no-coordinator', 'all-away', 'at-capacity', 'second-look', 'holder-away', 'suspended'] as const;
export type Block = (typeof BLOCKS)[number];

export const TASK_VIEWS = [
  'waiting', // to be given to somebody, those that came back included
  'today', // due before the day ends
  'overdue',
  'submitted',
  'returned',
  'blocked', // see BLOCKS
  'out',
  'escalated',
  'open',
  'closed',
  'all',
  'mine',
] as const;
export const TASK_SORTS = ['urgency', 'due'] as const;

const levels = z
  .string()
  .optional()
  .transform((text) => (text ? text.split(',') : []))
  .pipe(z.array(z.enum(SEVERITIES)));
export const TaskFilter = z.object({
  view: z
    .enum(TASK_VIEWS)
    .default('waiting')
    .describe('mine: what a coordinator has in hand; escalated: what is so late that my level was told'),
  area: z.string().regex(AREA_CODE).optional(),
  severity: levels.describe('levels, comma-separated; default: all'),
  rule: z.string().max(80).optional().describe('one of its reasons'),
  assignee: z.uuid().optional().describe('what somebody has'),
  sort: z
    .enum(TASK_SORTS)
    .default('urgency')
    .describe(
      'urgency: group by group (within-day, overdue, soon, later, suspended), the strongest first; due: by deadline alone',
    ),
});

export type TaskFilter = z.infer<typeof TaskFilter>;

const Somebody = z.object({ id: z.uuid(), name: z.string() });

export const TaskRow = z.object({
  id: z.uuid(),
  kind: z.enum(TASK_KINDS),
  state: z.enum(TASK_STATES),
  severity: z.enum(SEVERITIES),
  areaCode: z.string(),
  place: z.string(),
  household: z
    .object({
      id: z.uuid().nullable().describe('null: told by a lead, in no registry yet'),
      number: z.string().nullable(),
      head: z.string().nullable(),
      members: z.number(),
    })
    .nullable(),
  reasons: z.array(
    z.object({ alertId: z.uuid(), ruleId: z.string().nullable(), names: Names, severity: z.enum(SEVERITIES) }),
  ),
  assignee: Somebody.nullable(),
  suggested: Somebody.extend({ inHand: z.number(), capacity: z.number() })
    .nullable()
    .describe('whom to give it to, while it waits; for those who dispatch'),
  blocked: z.enum(BLOCKS).nullable().describe('why it does not move; while it waits told to those who dispatch'),
  suspendedAt: z.string().nullable().describe('since when its clock stands still'),
  dispatchedAt: z.string().nullable().describe('when its holder was given it'),
  dispatchedBy: z.string().nullable().describe('by whom, as far as the caller may know; null: the service, too'),
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

/** A row of a list: with its group at the moment the list was begun, so that pages read later fit those read before. */
export const QueueRow = TaskRow.extend({ urgency: z.enum(URGENCIES) });
export type QueueRow = z.infer<typeof QueueRow>;

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

const SaidValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly(), z.null()]);

/** Where a visit and something else say two things about one household. */
export const Clash = z.object({
  field: z.string().describe('outcomeCode, cause, or a question of the form'),
  label: Names,
  mine: SaidValue.describe('what the visit says'),
  theirs: SaidValue,
  base: SaidValue.describe('what both had started from; null: nothing'),
  theirsSource: Names.describe('who says the other'),
  theirsAt: z.string(),
  theirsId: z.uuid().nullable().optional().describe('the visit that says it; null: data does'),
});
export type Clash = z.infer<typeof Clash>;

/** `mine`: what the visit says holds; `theirs`: the other. */
export const CHOICES = ['mine', 'theirs'] as const;

/** What somebody says of a field of which two things are said. */
export const Saying = z.object({
  field: z.string(),
  value: SaidValue,
  by: Names,
  at: z.string(),
  holds: z.boolean().describe('this and nothing else; false for all: nobody has chosen yet'),
});
export type Saying = z.infer<typeof Saying>;

/** A photo or signature that a visit names, arrived or not. */
const VisitAttachment = z.object({
  id: z.uuid(),
  kind: z.enum(['photo', 'signature']),
  document: z.enum(['authorisation', 'statement']).nullable().describe('what a signature stands under'),
  witness: z.string().nullable(),
  takenAt: z.string(),
  place: z.object({ latitude: z.number(), longitude: z.number(), accuracyMetres: z.number() }).nullable(),
  width: z.number(),
  height: z.number(),
  isHere: z.boolean().describe('its bytes have arrived whole'),
});

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
      answers: z.record(z.string(), z.unknown()).describe('to the form of the visit; empty: none was asked'),
      keptBecause: z
        .enum(['re-assigned', 'cancelled', 'visited', 'closed', 'returned', 'joined'])
        .optional()
        .describe('it came too late to answer this task'),
      attachments: z.array(VisitAttachment).default([]),
    }),
  ),
  leads: z
    .array(
      z.object({
        id: z.uuid(),
        channel: z.enum(LEAD_CHANNELS),
        by: z.string().nullable().describe('who wrote it down'),
        receivedAt: z.string(),
        head: z.string().nullable(),
        people: z.number().nullable(),
        phone: z.string().nullable().describe('as of members'),
        address: z.string().nullable(),
        idMasked: z.string().nullable(),
        summary: z.string(),
        isKnown: z.boolean().describe('it hangs on a household of the registry'),
        registerAt: z.string().nullable().describe('since when it waits to be registered'),
      }),
    )
    .describe('what people told of this household'),
  clashes: z
    .array(
      Clash.extend({
        visitId: z.uuid(),
        mineBy: z.string(),
        chosen: z.enum(CHOICES).nullable().describe('null: whoever was there has not chosen yet'),
        chosenBy: z.string().nullable(),
        chosenAt: z.string().nullable(),
      }),
    )
    .describe('where visits say two things'),
  held: z
    .object({
      values: z.record(z.string(), SaidValue).describe('outcomeCode, cause, and the answers by question'),
      form: z.string().nullable(),
      sayings: z.array(Saying),
    })
    .nullable()
    .describe('what holds of all that was said; null: one visit, or none, and it holds as it is'),
  attempts: z
    .array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        why: z.string(),
        note: z.string().nullable(),
        visitor: z.string(),
        place: z.object({ latitude: z.number(), longitude: z.number(), accuracyMetres: z.number() }).nullable(),
      }),
    )
    .describe('somebody went and met nobody, newest first'),
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

/** Groups of a view with how many stand in each, and what each view holds; of the first page only. */
export const TaskCounts = z.object({
  counts: z.record(z.string(), z.number()).describe('by view, under the same filter'),
  groups: z.record(z.string(), z.number()).describe('of this view, by urgency'),
});

export const ReturnInput = z.object({ reason: z.string().trim().min(2).max(500) });
export const AcknowledgeInput = z.object({ note: z.string().trim().min(2).max(500) });
export const ExtendInput = z.object({
  until: z.iso.date().describe('the new last day of the visit'),
  reason: z.string().trim().min(2).max(500),
});
export const ConfirmInput = z.object({ note: z.string().trim().max(500).optional() });
