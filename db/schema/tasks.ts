// Who goes to the door: tasks, the alerts they answer, and visits.
import { sql } from 'drizzle-orm';
import {
  date,
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
    originKind: text('origin_kind').notNull(), // alert | lead | schedule | campaign | draw | asked
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
    campaignId: uuid('campaign_id'), // a disaster campaign that suspends its clock
    suspendedAt: instant('suspended_at'), // since when its clock stands still
    extendedAt: instant('extended_at'),
    extensionReason: text('extension_reason'),
    escalationLevel: text('escalation_level'), // township | county | prefecture | province: who was told last
    escalatedAt: instant('escalated_at'),
    acknowledgedAt: instant('acknowledged_at'), // stops the escalation until the next deadline
    acknowledgedBy: uuid('acknowledged_by'),
    acknowledgedNote: text('acknowledged_note'), // what they mean to do about it
    dispatchedBy: uuid('dispatched_by'), // who gave it to its assignee; null: the service itself, since somebody was away
    dispatchedAt: instant('dispatched_at'),
    beforeDispatch: jsonb('before_dispatch'), // state and holder before that, so that it can be taken back for a minute
    looksAtId: uuid('looks_at_id'), // of a second look: the closed task
    notice: text('notice'), // told to whoever holds it: a cause was withdrawn or contradicted
    version: integer('version').notNull().default(1),
  },
  (t) => [
    uniqueIndex('one_open_task_a_subject_and_kind')
      .on(t.subjectKind, t.subjectId, t.kind)
      .where(sql`state not in ('submitted', 'confirmed', 'closed', 'cancelled')`),
    // In the order of the list: of what is open, level by level, the deadline that counts next; of what has ended the latest first.
    index('open_tasks_by_urgency')
      .on(
        t.countyCode,
        t.severity,
        sql`(case when state in ('waiting', 'dispatched', 'returned') then dispatch_due_at when state in ('assigned', 'accepted') then visit_due_at else confirm_due_at end)`,
        t.id,
      )
      .where(sql`state in ('waiting', 'dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'returned')`),
    // The same of what is the desk's business (OF_THE_DESK of tasks/store.ts): a county's calendar may hold fifty times as many.
    index('desk_tasks_by_urgency')
      .on(
        t.countyCode,
        t.severity,
        sql`(case when state in ('waiting', 'dispatched', 'returned') then dispatch_due_at when state in ('assigned', 'accepted') then visit_due_at else confirm_due_at end)`,
        t.id,
      )
      .where(
        sql`state in ('waiting', 'dispatched', 'assigned', 'accepted', 'submitted', 'confirmed', 'returned') and (kind <> 'routine' or state in ('returned', 'submitted', 'confirmed'))`,
      ),
    // With the place, so that a county counts what has ended by the index alone.
    index('ended_tasks_by_county')
      .on(t.countyCode, t.closedAt, t.id, t.areaCode, t.kind)
      .where(sql`state in ('closed', 'cancelled')`),
    index('tasks_by_assignee').on(t.assigneeId, t.state),
    // How much somebody has in hand, without what the calendar gave them.
    index('tasks_in_hand').on(t.assigneeId).where(sql`state in ('assigned', 'accepted') and kind <> 'routine'`),
    index('tasks_by_household').on(t.householdId),
    // What changed hands lately, and of what lately a level was told: looked for every minute, so that people are told.
    index('tasks_moved_lately').on(t.stateAt).where(sql`state in ('assigned', 'accepted', 'returned', 'cancelled')`),
    index('tasks_escalated_lately').on(t.escalatedAt).where(sql`escalated_at is not null and closed_at is null`),
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

/**
 * The alerts of open tasks with what a filter asks of them and when their task is due: kept by triggers on `task_alerts`, `tasks` and
 * `alerts`, so that the map counts what is late by one index and joins nothing.
 */
export const openWork = pgTable(
  'open_work',
  {
    alertId: uuid('alert_id').primaryKey(),
    taskId: uuid('task_id').notNull(),
    countyCode: areaCode('county_code').notNull(), // of the alert
    areaCode: areaCode('area_code').notNull(),
    subjectKind: text('subject_kind').notNull(),
    ruleId: text('rule_id'),
    class: text('class').notNull(),
    severity: text('severity').notNull(),
    cause: text('cause'),
    state: text('state').notNull(),
    dueAt: instant('due_at'), // null: its clock stands still
  },
  (t) => [
    // All that the map asks for, so that the index alone answers.
    index('open_work_by_due').on(
      ...([t.countyCode, t.dueAt, t.areaCode, t.state, t.subjectKind] as const),
      ...[t.severity, t.class, t.ruleId, t.cause, t.taskId],
    ),
    index('open_work_by_task').on(t.taskId),
  ],
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
    origin: text('origin').notNull().default('phone'), // phone | paper: typed in from a sheet filled in by hand
    enteredBy: uuid('entered_by'), // of paper: who typed it; the visitor is who wrote it
  },
  (t) => [index('visits_by_task').on(t.taskId), index('visits_by_household').on(t.householdId)],
);

/** Somebody went and met nobody. */
export const visitAttempts = pgTable(
  'visit_attempts',
  {
    id: uuid('id').primaryKey(), // made on the phone
    taskId: uuid('task_id')
      .notNull()
      .references(() => tasks.id),
    householdId: reference('household_id'),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    visitorId: uuid('visitor_id')
      .notNull()
      .references(() => users.id),
    attemptedAt: instant('attempted_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    why: text('why').notNull(), // not-home | moved | not-found
    note: text('note'),
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    accuracyMetres: doublePrecision('accuracy_metres'),
  },
  (t) => [index('visit_attempts_by_task').on(t.taskId), index('visit_attempts_by_household').on(t.householdId)],
);

/** Work that no household's alert caused: a disaster survey, or a sweep by hand over a group or a drawn sample. */
export const campaigns = pgTable(
  'campaigns',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(), // disaster | sweep
    name: text('name').notNull(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    alertId: uuid('alert_id'), // the area's alert that opened it; null: a person did
    reason: text('reason').notNull(),
    condition: text('condition'), // of a sweep: whom, in the rules' own words
    drawSeed: text('draw_seed'), // of a drawn sample: kept, so that anybody can draw it again
    drawShare: doublePrecision('draw_share'),
    population: integer('population').notNull().default(0),
    picked: integer('picked').notNull().default(0),
    beganAt: instant('began_at').notNull(),
    dueAt: instant('due_at').notNull(),
    endedAt: instant('ended_at'),
    madeBy: uuid('made_by'),
    endedBy: uuid('ended_by'),
    version: integer('version').notNull().default(1),
  },
  (t) => [index('campaigns_by_county').on(t.countyCode, t.endedAt)],
);

/** Days on which somebody is away, and who covers their villages. */
export const absences = pgTable(
  'absences',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    coverId: uuid('cover_id').references(() => users.id),
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on').notNull(),
    reason: text('reason').notNull(),
    madeBy: uuid('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    endedAt: instant('ended_at'), // taken back
  },
  (t) => [index('absences_by_user').on(t.userId, t.fromOn)],
);

/** A draw of closed tasks for a second look: seed and share are kept, so that anybody can draw it again. */
export const draws = pgTable('draws', {
  id: uuid('id').primaryKey(),
  seed: text('seed').notNull(),
  share: doublePrecision('share').notNull(),
  fromAt: instant('from_at').notNull(),
  untilAt: instant('until_at').notNull(),
  population: integer('population').notNull(),
  picked: integer('picked').notNull(),
  drawnAt: instant('drawn_at').notNull(),
});

/** A filter of the desk that somebody keeps by a name of their own. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    name: text('name').notNull(),
    filter: text('filter').notNull(), // as the address holds it
    madeAt: instant('made_at').notNull(),
  },
  (t) => [uniqueIndex('one_view_a_name').on(t.userId, t.name)],
);
