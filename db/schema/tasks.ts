// Who goes to the door: tasks, the alerts they answer, and visits.
import { sql } from 'drizzle-orm';
import {
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './access.ts';
import { alerts, cases } from './alerts.ts';
import { areaCode, instant, reference } from './columns.ts';

export const tasks = pgTable(
  'tasks',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(), // help | exit | routine | sweep | second-look | inspection | follow-up | review
    subjectKind: text('subject_kind').notNull(),
    subjectId: reference('subject_id').notNull(),
    householdId: reference('household_id'),
    originKind: text('origin_kind').notNull(), // alert | lead | schedule | campaign | draw
    originId: uuid('origin_id').notNull(),
    caseId: uuid('case_id').references(() => cases.id),
    countyCode: areaCode('county_code').notNull(), // the one responsible county
    areaCode: areaCode('area_code').notNull(), // the place of need
    severity: text('severity').notNull(),
    state: text('state').notNull(),
    assigneeId: uuid('assignee_id').references(() => users.id),
    openedAt: instant('opened_at').notNull(),
    dispatchDueAt: instant('dispatch_due_at').notNull(),
    visitDueAt: instant('visit_due_at').notNull(),
    confirmDueAt: instant('confirm_due_at').notNull(),
    stateAt: instant('state_at').notNull(),
    closedAt: instant('closed_at'),
    outcomeCode: text('outcome_code'),
    returnReason: text('return_reason'),
    notice: text('notice'), // told to whoever holds it: a cause was withdrawn or contradicted
    version: integer('version').notNull().default(1),
  },
  (t) => [
    uniqueIndex('one_open_task_a_subject_and_kind')
      .on(t.subjectKind, t.subjectId, t.kind)
      .where(sql`state not in ('submitted', 'confirmed', 'closed', 'cancelled')`),
    index('tasks_by_county').on(t.countyCode, t.state, t.visitDueAt),
    index('tasks_by_assignee').on(t.assigneeId, t.state),
    index('tasks_by_household').on(t.householdId),
  ],
);

export const taskAlerts = pgTable(
  'task_alerts',
  {
    taskId: uuid('task_id')
      .notNull()
      .references(() => tasks.id),
    alertId: uuid('alert_id')
      .notNull()
      .unique('one_task_an_alert')
      .references(() => alerts.id),
    joinedAt: instant('joined_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.taskId, t.alertId] })],
);

/** What somebody saw. The id is made on the phone, so sending twice is sending once. */
export const visits = pgTable(
  'visits',
  {
    id: uuid('id').primaryKey(),
    taskId: uuid('task_id')
      .notNull()
      .references(() => tasks.id),
    householdId: reference('household_id'),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    visitorId: uuid('visitor_id')
      .notNull()
      .references(() => users.id),
    visitorKind: text('visitor_kind').notNull(),
    visitedAt: instant('visited_at').notNull(),
    submittedAt: instant('submitted_at').notNull(),
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    accuracyMetres: doublePrecision('accuracy_metres'),
    noPlaceReason: text('no_place_reason'),
    outcomeCode: text('outcome_code').notNull(),
    cause: text('cause'),
    note: text('note').notNull(),
    assistanceNote: text('assistance_note'),
    answers: jsonb('answers').notNull().default({}),
  },
  (t) => [index('visits_by_task').on(t.taskId), index('visits_by_household').on(t.householdId)],
);
