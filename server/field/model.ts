// What a phone keeps and what it sends: one answer with all it needs, one request with all that was done. Pure; the phone imports it.
import { z } from 'zod';
import { SEVERITIES } from '../flow/alerts/model.ts';
import { CHOICES, Clash, TASK_KINDS, TASK_STATES } from '../flow/tasks/model.ts';
import { RISKS } from '../flow/tasks/routine/model.ts';
import { Form, Known, Value } from '../flow/visits/forms/model.ts';
import { OUTCOME_KINDS, Outcome } from '../flow/visits/model.ts';
import { Names } from '../kernel/names.ts';

/** Why somebody is sent, in plain words; no exact sums, no diagnosis. */
const FieldReason = z.object({
  id: z.uuid(),
  severity: z.enum(SEVERITIES),
  ruleId: z.string().nullable().describe('null: no rule found it; the form hangs on it, with the cause'),
  names: Names,
  cause: z.string().nullable(),
  plain: Names,
  raisedAt: z.string(),
  sources: z.array(z.object({ department: Names, title: Names, receivedAt: z.string() })),
  measures: z.array(Names).describe('what can be done about it'),
});

const FieldVisit = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  visitedAt: z.string(),
  visitor: z.string(),
  isMine: z.boolean(),
  outcomeCode: z.string(),
  note: z.string(),
  assistanceNote: z.string().nullable(),
  others: z
    .array(z.object({ outcomeCode: z.string(), by: z.string() }))
    .optional()
    .describe('the outcome is what holds; these were said instead'),
});

/** One household to visit, with everything that is wanted at its door. */
export const FieldTask = z.object({
  id: z.uuid(),
  kind: z.enum(TASK_KINDS),
  asKind: z.enum(OUTCOME_KINDS).describe('whose outcomes fit'),
  state: z.enum(TASK_STATES),
  severity: z.enum(SEVERITIES),
  areaCode: z.string(),
  place: z.string(),
  openedAt: z.string(),
  dispatchDueAt: z.string(),
  visitDueAt: z.string(),
  confirmDueAt: z.string(),
  notice: z.string().nullable(),
  returnReason: z.string().nullable(),
  routine: z
    .object({
      groups: z.array(Names).describe('why this household is visited by the calendar, the one that decides first'),
      risk: z.enum(RISKS),
      dueOn: z.string(),
      lastSeenOn: z.string().nullable().describe('on whatever visit'),
      agreement: z
        .object({ carer: z.string(), terms: z.string(), from: z.string(), until: z.string() })
        .nullable()
        .describe('who cares for them by agreement; of groups that need one'),
      needsAgreement: z.boolean(),
      last: z
        .object({ on: z.string(), outcomeCode: z.string(), form: z.string(), values: z.record(z.string(), Value) })
        .nullable()
        .optional()
        .describe('what holds of the answers of the last such visit at which somebody was met'),
    })
    .nullable()
    .describe('of a visit by the calendar'),
  head: z.string().nullable(),
  address: z.string().nullable(),
  members: z.array(
    z.object({
      name: z.string(),
      relation: z.string().nullable(),
      age: z.number().nullable(),
      phone: z.string().nullable(),
    }),
  ),
  reasons: z.array(FieldReason),
  form: z.string().nullable().describe('what is asked at the door, of the forms among the words'),
  known: z.record(z.string(), Known).describe('what data says already, by question'),
  attempts: z.array(z.object({ at: z.string(), why: z.string() })).describe('nobody was met, oldest first'),
  visits: z.array(FieldVisit).describe('of this household, newest first'),
  householdKey: z.string().nullable().describe('equal for tasks of one household; null: a task without one'),
  location: z
    .object({ latitude: z.number(), longitude: z.number() })
    .nullable()
    .describe('where somebody stood at the newest visit whose place was told within 200 m; null: never'),
});
export type FieldTask = z.infer<typeof FieldTask>;

export const FieldWords = z.object({
  outcomes: z.array(Outcome),
  causes: z.array(z.object({ code: z.string(), names: Names })),
  forms: z.array(Form),
  attemptReasons: z.array(z.object({ code: z.string(), names: Names })),
});
export type FieldWords = z.infer<typeof FieldWords>;

/** The most households one phone is given; the rest follow as these are done. */
export const MOST_TASKS = 400;

const holder = z
  .uuid()
  .optional()
  .describe('whose phone it is: under anybody else’s session nothing is told and nothing taken');

export const SyncQuery = z.object({
  holder,
  cursor: z
    .string()
    .regex(/^[\w-]*$/)
    .max(8 * (MOST_TASKS + 1))
    .default('')
    .describe('what the phone has, as the last answer told it; empty: nothing'),
});

export const FieldSync = z.object({
  now: z.string().describe("the service's present: the phone keeps the difference to its own clock"),
  user: z.object({
    id: z.uuid(),
    name: z.string(),
    areas: z
      .array(z.object({ code: z.string(), name: z.string() }))
      .optional()
      .describe('the villages in which they may find a household of their own; none for a volunteer'),
  }),
  isRehearsal: z.boolean(),
  cursor: z.string(),
  items: z.array(FieldTask).describe('what is new or has changed since the cursor'),
  ids: z.array(z.uuid()).describe('all that is theirs now: what is not named here has gone'),
  words: FieldWords.nullable().describe('null: as before'),
});
export type FieldSync = z.infer<typeof FieldSync>;

export const CHANGE_KINDS = ['accept', 'return', 'visit', 'attempt', 'lead', 'choose'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * Many changes in one request, in the order in which they were made. Each body is checked for itself, so that one that is wrong, or
 * was written by an older phone, is answered alone and holds up none of the others.
 */
export const ChangesInput = z.object({
  holder,
  changes: z
    .array(
      z.object({
        id: z.uuid().describe('made on the phone: sending again is sending once'),
        kind: z.string().max(20),
        taskId: z.uuid(),
        body: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .min(1)
    .max(50),
});
export type Change = z.output<typeof ChangesInput>['changes'][number];

export const KEPT_BECAUSE = ['re-assigned', 'cancelled', 'visited', 'closed', 'returned', 'joined'] as const;

/**
 * What became of one change.
 *
 * - `applied`: done, by the same rules as the single act.
 * - `kept`: the visit could not answer its task any more (`keptBecause`); it is kept as it was sent, and the township sees it.
 * - `needs-you`: not done; the phone keeps it, and its holder decides.
 */
export const ChangeAnswer = z.object({
  id: z.uuid(),
  outcome: z.enum(['applied', 'kept', 'needs-you']),
  again: z.boolean().describe('it was known already'),
  keptBecause: z.enum(KEPT_BECAUSE).nullable(),
  code: z.string().nullable().describe('of the catalogue of problems, for needs-you'),
  detail: z.string().nullable(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })),
  task: z
    .object({ state: z.enum(TASK_STATES), assignee: z.string().nullable(), isMine: z.boolean() })
    .nullable()
    .describe('how the task stands now; null: not in sight'),
  clashes: z.array(Clash).optional().describe('it has arrived, and its holder is to choose which of two values holds'),
});
export type ChangeAnswer = z.infer<typeof ChangeAnswer>;

/** Which of two clashing values holds, for some or all clashes of one visit. Chosen once; the first choice stays. */
export const ChoiceInput = z.object({
  visitId: z.uuid(),
  choices: z.record(z.string().max(80), z.enum(CHOICES)).refine((choices) => Object.keys(choices).length > 0),
});
export type ChoiceInput = z.infer<typeof ChoiceInput>;

export const ChangesAnswer = z.object({ now: z.string(), items: z.array(ChangeAnswer) });
export type ChangesAnswer = z.infer<typeof ChangesAnswer>;

export const ViewAsInput = z.object({ userId: z.uuid(), reason: z.string().trim().min(2).max(300) });

/** What stands on a coordinator's phone, for whoever helps them. */
export const ViewedAs = z.object({
  user: z.object({ id: z.uuid(), name: z.string() }),
  now: z.string(),
  tasks: z.array(FieldTask),
  words: FieldWords,
});
export type ViewedAs = z.infer<typeof ViewedAs>;
