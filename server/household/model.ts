// One household on one page: who lives there, what it is recognised as, what was signalled, found and given. Pure; the browser imports it.
import { z } from 'zod';
import { SEVERITIES } from '../flow/alerts/model.ts';
import { Saying, TASK_KINDS, TASK_STATES } from '../flow/tasks/model.ts';
import { AREA_CODE } from '../kernel/area.ts';
import { Names } from '../kernel/names.ts';

const severity = z.enum(SEVERITIES);

export const Member = z.object({
  personId: z.number().describe('for asking to see a number'),
  name: z.string(),
  relation: z.string().nullable(),
  sex: z.string().nullable(),
  age: z.number().nullable(),
  isHead: z.boolean(),
  idMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  joinedOn: z.string().nullable().describe('null: since before the first register'),
  leftOn: z.string().nullable().describe('registered elsewhere since'),
  diedOn: z.string().nullable(),
});
export type Member = z.infer<typeof Member>;

/** What the household, or somebody in it, is or was recognised as. */
export const Status = z.object({
  category: z.string().describe('dibao, tekun, marginal, monitored, or a code of the table of categories'),
  names: Names.nullable().describe('of a recognition; a category of a roster has its words on the page'),
  code: z.string().nullable().describe('as the department wrote it'),
  person: z.string().nullable(),
  from: z.string(),
  until: z.string().nullable(),
  isEnded: z.boolean(),
  amount: z.number().nullable().describe('fen a month'),
  dataset: z.string().nullable(),
});
export type Status = z.infer<typeof Status>;

/** The three that are called a household: in one register, under one roof, and where they may live. */
export const Face = z.object({
  kind: z.enum(['registered', 'family', 'lived', 'permit']),
  people: z.number().nullable(),
  place: z.string().nullable(),
  since: z.string().nullable(),
});

export const CaseTask = z.object({
  id: z.uuid(),
  kind: z.enum(TASK_KINDS),
  state: z.enum(TASK_STATES),
  severity,
  assignee: z.string().nullable(),
  openedAt: z.string(),
  dispatchDueAt: z.string(),
  visitDueAt: z.string(),
  confirmDueAt: z.string(),
  suspendedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  outcomeCode: z.string().nullable(),
});
export type CaseTask = z.infer<typeof CaseTask>;

export const HouseholdView = z.object({
  id: z.uuid(),
  number: z.string().nullable().describe('户号'),
  head: z.string().nullable(),
  areaCode: z.string(),
  place: z.string(),
  settlement: z.string(),
  address: z.string().nullable(),
  severity: severity.nullable().describe('the strongest open alert'),
  openAlerts: z.number(),
  members: z.array(Member),
  status: z.array(Status).describe('what stands first, then what ended'),
  faces: z.array(Face),
  isUnlike: z.boolean().describe('the faces differ in people or place'),
  tasks: z.array(CaseTask).describe('open ones first, then the newest; at most 20'),
});
export type HouseholdView = z.infer<typeof HouseholdView>;

export const Lane = z.object({
  dataset: z.string(),
  title: Names,
  department: Names,
  shape: z.enum(['bars', 'dots']).describe('amounts that come every month, or what happens now and then'),
  months: z.array(
    z.object({
      amount: z.number().nullable().describe('fen; null: no amount is told'),
      rows: z.number(),
      isKnown: z.boolean().describe('false: the source has not told this month, which is not zero'),
    }),
  ),
});
export type Lane = z.infer<typeof Lane>;

export const Signal = z.object({
  id: z.uuid(),
  rule: Names,
  message: Names,
  severity,
  state: z.string(),
  raisedAt: z.string(),
  endedAt: z.string().nullable(),
  datasets: z.array(z.string()),
  taskId: z.uuid().nullable(),
});
export type Signal = z.infer<typeof Signal>;

export const LineVisit = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  visitedAt: z.string(),
  visitor: z.string(),
  isPaper: z.boolean(),
  enteredBy: z.string().nullable(),
  outcomeCode: z.string(),
  note: z.string(),
  assistanceNote: z.string().nullable(),
  answers: z.record(z.string(), z.unknown()).describe('to the form of the visit; empty: none was asked'),
  others: z.array(Saying).describe('outcome, cause and answers are what holds; this is what others say instead'),
});

export const Help = z.object({
  on: z.string(),
  taskId: z.uuid().nullable(),
  outcomeCode: z.string().nullable().describe('what a confirmed visit led to'),
  category: z.string().nullable().describe('aid that began to be paid'),
  person: z.string().nullable(),
  amount: z.number().nullable(),
  note: z.string().nullable(),
});
export type Help = z.infer<typeof Help>;

/** 一户一条线: the months, what each source told of them, and the thread from signal to visit to help. */
export const Line = z.object({
  months: z.array(z.string()).describe('YYYY-MM-01, 24 of them, the newest last'),
  today: z.string(),
  lanes: z.array(Lane),
  signals: z.array(Signal),
  visits: z.array(LineVisit),
  help: z.array(Help),
});
export type Line = z.infer<typeof Line>;

export const Chart = z.object({
  indicator: z.string(),
  label: Names,
  unit: z.enum(['fen', 'count', 'ratio', 'flag']),
  values: z.array(z.number().nullable()).describe('null: unknown'),
  thresholds: z.array(
    z.object({
      ruleId: z.string(),
      rule: Names,
      by: z.enum(['<', '<=', '>', '>=', '==', '!=']).describe('the side on which the rule speaks'),
      part: z.number().describe('of its condition: lines of one part are alternatives, all parts must hold'),
      values: z.array(z.number().nullable()),
    }),
  ),
});
export type Chart = z.infer<typeof Chart>;
export const Series = z.object({ id: z.uuid(), months: z.array(z.string()), charts: z.array(Chart) });
export type Series = z.infer<typeof Series>;

export const Entry = z.object({
  at: z.string(),
  action: z.string(),
  actor: z.string().describe('a name, or who acts by itself: system, command'),
  office: z.string().nullable(),
  subjectKind: z.string(),
  subjectId: z.string(),
  to: z.string().nullable().describe('to whom it went'),
  reason: z.string().nullable(),
  outcomeCode: z.string().nullable(),
  times: z.number().describe('on that day, by that person'),
});
export type Entry = z.infer<typeof Entry>;

/** What the log holds of a household: how its work moved, and who has looked. */
export const HouseholdLog = z.object({
  moves: z.array(Entry),
  looks: z.array(Entry).describe('one a person, day and kind of look; newest first'),
  looksInAll: z.number(),
});
export type HouseholdLog = z.infer<typeof HouseholdLog>;

export const REVEAL_FIELDS = ['id', 'phone'] as const;
export const REVEAL_PURPOSES = ['verify', 'apply', 'contact', 'correct', 'other'] as const;
export const RevealInput = z.object({
  personId: z.int().positive(),
  field: z.enum(REVEAL_FIELDS),
  purpose: z.enum(REVEAL_PURPOSES),
  reason: z.string().trim().min(4).max(200),
});
export type RevealInput = z.infer<typeof RevealInput>;

export const HOUSEHOLD_GROUPS = ['all', 'alerted', 'aided'] as const;
export const HouseholdFilter = z.object({
  q: z.string().trim().max(60).optional().describe('the beginning of a name, a whole ID number, or a 户号'),
  area: z.string().regex(AREA_CODE).optional(),
  group: z.enum(HOUSEHOLD_GROUPS).default('all').describe('alerted: with an open alert; aided: on a roster of aid'),
});
export type HouseholdFilter = z.infer<typeof HouseholdFilter>;

export const HouseholdRow = z.object({
  id: z.uuid(),
  number: z.string().nullable(),
  head: z.string().nullable(),
  areaCode: z.string(),
  place: z.string(),
  settlement: z.string(),
  members: z.number().nullable().describe('null: not computed yet'),
  aided: z.number().nullable().describe('benefits of dibao, tekun and marginal; null: unknown'),
  openAlerts: z.number(),
  severity: severity.nullable(),
  taskState: z.enum(TASK_STATES).nullable(),
});
export type HouseholdRow = z.infer<typeof HouseholdRow>;

export const SEARCH_KINDS = ['id-number', 'household-number', 'task', 'name', 'nothing'] as const;
export const Found = z.object({
  kind: z.enum(['household', 'person', 'village', 'task']),
  id: z.string().describe('of the household or task; the code of a village'),
  title: z.string(),
  place: z.string(),
  detail: z.string().nullable().describe('relation, masked number, or state'),
});
export type Found = z.infer<typeof Found>;
export const SearchAnswer = z.object({ kind: z.enum(SEARCH_KINDS), items: z.array(Found) });
export type SearchAnswer = z.infer<typeof SearchAnswer>;

export const REPORT_PURPOSES = ['verification', 'application', 'review', 'complaint'] as const;
export const ReportQuery = z.object({ purpose: z.enum(REPORT_PURPOSES).default('verification') });
export const ReportFact = z.object({
  kind: z.string(),
  on: z.string(),
  until: z.string().nullable(),
  amount: z.number().nullable(),
  code: z.string().nullable(),
  fileName: z.string(),
  line: z.number(),
  receivedAt: z.string(),
});
export const ReportSource = z.object({
  dataset: z.string(),
  title: Names,
  department: Names,
  standing: z.enum(['told', 'silent', 'late', 'absent']).describe('absent: the source never delivered'),
  newest: z.string().nullable().describe('the newest period delivered'),
  owed: z.string().nullable().describe('the period that should be here'),
  facts: z.array(ReportFact),
  more: z.number().describe('rows that are not printed'),
});
export type ReportSource = z.infer<typeof ReportSource>;

/** 核对报告: what each department has told of each member, and which said nothing. */
export const CheckReport = z.object({
  id: z.uuid(),
  number: z.string().nullable(),
  head: z.string().nullable(),
  place: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  office: z.string().nullable(),
  purpose: z.enum(REPORT_PURPOSES),
  window: z.object({ from: z.string(), until: z.string() }),
  people: z.array(
    z.object({
      name: z.string(),
      relation: z.string().nullable(),
      age: z.number().nullable(),
      idMasked: z.string().nullable(),
      isHere: z.boolean(),
      sources: z.array(ReportSource),
    }),
  ),
  household: z.array(ReportSource).describe('what is told of the household and of nobody alone'),
});
export type CheckReport = z.infer<typeof CheckReport>;
