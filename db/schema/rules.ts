// What is true: the generated cache of indicators, published rules, and findings with when they began and why they ended.
// household_indicators gets one double precision column an indicator when the catalogue is loaded.
import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areaCode, instant, reference } from './columns.ts';

export const householdIndicators = pgTable(
  'household_indicators',
  {
    householdId: reference('household_id').primaryKey(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    settlement: text('settlement').notNull(),
  },
  (t) => [index('household_indicators_by_county').on(t.countyCode)],
);

export const ruleVersions = pgTable(
  'rule_versions',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    ruleId: text('rule_id').notNull(),
    version: integer('version').notNull(),
    hash: text('hash').notNull(),
    definition: jsonb('definition').notNull(),
    origin: text('origin').notNull().default('shipped'), // shipped: a file of rules/ | local: drafted here
    status: text('status').notNull(), // draft | scheduled (from its day on) | published | retired
    note: text('note'), // what changed, and why
    basedOn: integer('based_on'), // the version a draft began from
    draftedBy: uuid('drafted_by'),
    draftedAt: instant('drafted_at'),
    inForceFrom: date('in_force_from'),
    publishedBy: uuid('published_by'), // never who drafted it
    publishedAt: instant('published_at'),
    retiredBy: uuid('retired_by'),
    retiredAt: instant('retired_at'),
    revision: integer('revision').notNull().default(1), // of a draft that is being written
  },
  (t) => [
    uniqueIndex('one_rule_a_version').on(t.ruleId, t.version),
    uniqueIndex('one_published_version').on(t.ruleId).where(sql`status = 'published'`),
  ],
);

export const findings = pgTable(
  'findings',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    ruleId: text('rule_id').notNull(),
    ruleVersionId: reference('rule_version_id')
      .notNull()
      .references(() => ruleVersions.id),
    householdId: reference('household_id').notNull(),
    subjectKind: text('subject_kind').notNull(), // person | household | area | source
    subjectId: reference('subject_id').notNull(),
    eventKey: text('event_key').notNull(), // the fact that set an event rule off; '' for conditions
    values: jsonb('values').notNull(),
    sinceOn: date('since_on').notNull(),
    isBacklog: boolean('is_backlog').notNull().default(false), // stood when its rule was first run: released as villages have room
    foundAt: instant('found_at').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason'), // contradicted | retracted | expired | rule-changed | rule-retired
  },
  (t) => [
    uniqueIndex('one_finding_a_subject')
      .on(t.ruleId, t.subjectKind, t.subjectId, t.eventKey)
      .where(sql`ended_at is null`),
    index('findings_by_household').on(t.householdId),
  ],
);

/**
 * Of the findings that stood when their rule was first run, those of whose rule and subject no alert was ever raised: kept by triggers
 * on `findings`, `alerts` and `households`, so that the map counts what waits without reading what does not.
 */
export const waitingFindings = pgTable(
  'waiting_findings',
  {
    id: reference('id').primaryKey(), // of the finding
    ruleId: text('rule_id').notNull(),
    householdId: reference('household_id').notNull(),
    countyCode: areaCode('county_code').notNull(), // of the household now
    areaCode: areaCode('area_code').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: reference('subject_id').notNull(),
    eventKey: text('event_key').notNull(),
    sinceOn: date('since_on').notNull(),
    foundAt: instant('found_at').notNull(),
  },
  (t) => [
    index('waiting_findings_by_county').on(t.countyCode),
    index('waiting_findings_by_household').on(t.householdId),
    index('waiting_findings_by_subject').on(t.ruleId, t.subjectKind, t.subjectId),
  ],
);

/** One row a turn of the flow, and one a step of it. */
export const cycles = pgTable('cycles', {
  id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
  trigger: text('trigger').notNull(), // start | nightly | batch | command
  now: instant('now').notNull(),
  asOf: date('as_of').notNull(),
  extent: text('extent').notNull(), // whole | touched
  startedAt: instant('started_at').notNull(),
  finishedAt: instant('finished_at'),
  status: text('status').notNull(), // running | done | failed | broken-off
});

export const cycleSteps = pgTable(
  'cycle_steps',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    cycleId: reference('cycle_id')
      .notNull()
      .references(() => cycles.id),
    stage: text('stage').notNull(),
    status: text('status').notNull(), // done | failed
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at').notNull(),
    rows: integer('rows').notNull(),
    error: text('error'),
  },
  (t) => [index('cycle_steps_by_cycle').on(t.cycleId)],
);
