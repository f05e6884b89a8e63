// What is done about it and what each warning turned out to be: categories, recognitions, outcomes.
import { boolean, date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areaCode, instant, reference } from './columns.ts';

export const categories = pgTable('categories', {
  code: text('code').primaryKey(), // dibao, tekun, marginal, rigid-expenditure, return-to-poverty, other
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  authority: text('authority').notNull(),
  fromOn: date('from_on').notNull(),
  untilOn: date('until_on'),
});

/** The registered category. The computed tier is an indicator and never stands in this table. */
export const recognitions = pgTable(
  'recognitions',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: reference('subject_id').notNull(),
    category: text('category')
      .notNull()
      .references(() => categories.code),
    authority: text('authority').notNull(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on'),
    phaseOutUntil: date('phase_out_until'),
    guardUntil: date('guard_until'),
    decisionId: uuid('decision_id'),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [index('recognitions_by_subject').on(t.subjectKind, t.subjectId)],
);

export const outcomes = pgTable(
  'outcomes',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    alertId: uuid('alert_id').notNull(),
    taskId: uuid('task_id').notNull(),
    visitId: uuid('visit_id'),
    ruleId: text('rule_id'),
    ruleVersion: integer('rule_version'),
    dataset: text('dataset'), // the source whose rows stood behind the alert
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    outcomeCode: text('outcome_code').notNull(),
    isConfirmed: boolean('is_confirmed'), // null: could not be verified
    cause: text('cause'),
    closedAt: instant('closed_at').notNull(),
  },
  (t) => [uniqueIndex('one_outcome_an_alert').on(t.alertId), index('outcomes_by_rule').on(t.ruleId, t.countyCode)],
);

/** A visit found a department's row wrong or out of date: the department is told, and answers. */
export const tickets = pgTable(
  'tickets',
  {
    id: uuid('id').primaryKey(),
    department: text('department').notNull(),
    dataset: text('dataset').notNull(),
    batchId: reference('batch_id').notNull(),
    line: integer('line').notNull(),
    alertId: uuid('alert_id').notNull(),
    taskId: uuid('task_id').notNull(),
    visitId: uuid('visit_id'),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    outcomeCode: text('outcome_code').notNull(),
    state: text('state').notNull(), // open | answered
    openedAt: instant('opened_at').notNull(),
    dueAt: instant('due_at').notNull(),
    answerCode: text('answer_code'), // corrected | row-is-right | not-ours
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    answeredBy: uuid('answered_by'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    uniqueIndex('one_ticket_a_row_and_task').on(t.taskId, t.batchId, t.line),
    index('tickets_by_department').on(t.department, t.state, t.dueAt),
    index('tickets_by_county').on(t.countyCode, t.state),
  ],
);
