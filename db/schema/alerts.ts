// Who must hear of it: alerts, the facts behind them, leads that no rule raised, and the case that holds one household's hardship.
import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areaCode, bytes, instant, reference } from './columns.ts';

export const cases = pgTable(
  'cases',
  {
    id: uuid('id').primaryKey(),
    householdId: reference('household_id').notNull(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    openedAt: instant('opened_at').notNull(),
    closedAt: instant('closed_at'),
    outcome: text('outcome'),
  },
  (t) => [uniqueIndex('one_open_case_a_household').on(t.householdId).where(sql`closed_at is null`)],
);

export const leads = pgTable(
  'leads',
  {
    id: uuid('id').primaryKey(),
    channel: text('channel').notNull(), // 12345 | petition | self-report | coordinator
    receivedAt: instant('received_at').notNull(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    householdId: reference('household_id'), // may be found later
    cause: text('cause'),
    summary: text('summary').notNull(),
    dueAt: instant('due_at'),
    answeredAt: instant('answered_at'),
    number: reference('number').notNull().generatedAlwaysAsIdentity().unique('one_lead_a_number'), // the subject of its alert
    madeBy: uuid('made_by'),
    headName: text('head_name'), // of whom it speaks, as it was told
    people: integer('people'),
    phoneCipher: bytes('phone_cipher'),
    addressCipher: bytes('address_cipher'),
    idHash: bytes('id_hash'),
    idCipher: bytes('id_cipher'),
    idMasked: text('id_masked'),
    alertId: uuid('alert_id'), // the alert it raised, or the open one it joined
    taskId: uuid('task_id'), // the task in which it is seen
    linkedAt: instant('linked_at'), // somebody said which household it is
    linkedBy: uuid('linked_by'),
    registerAt: instant('register_at'), // somebody found that no registry knows the household
    registerBy: uuid('register_by'),
  },
  (t) => [index('leads_by_county').on(t.countyCode, t.receivedAt), index('leads_by_task').on(t.taskId)],
);

export const alerts = pgTable(
  'alerts',
  {
    id: uuid('id').primaryKey(),
    ruleVersionId: reference('rule_version_id'),
    leadId: uuid('lead_id').references(() => leads.id),
    findingId: reference('finding_id'),
    ruleId: text('rule_id'),
    subjectKind: text('subject_kind').notNull(),
    subjectId: reference('subject_id').notNull(),
    eventKey: text('event_key').notNull(),
    householdId: reference('household_id'),
    caseId: uuid('case_id').references(() => cases.id),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(), // the place of need
    class: text('class').notNull(), // discovery | entitlement | change | policy
    severity: text('severity').notNull(), // red | orange | yellow | blue
    cause: text('cause'),
    state: text('state').notNull(), // open | closed | resolved | cancelled
    raisedAt: instant('raised_at').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason'),
    coolUntil: instant('cool_until'),
    values: jsonb('values').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    check('a_rule_or_a_lead', sql`(rule_version_id is null) <> (lead_id is null)`),
    uniqueIndex('one_open_alert_a_subject').on(t.ruleId, t.subjectKind, t.subjectId).where(sql`state = 'open'`),
    uniqueIndex('one_open_lead_alert_a_household').on(t.householdId).where(sql`state = 'open' and lead_id is not null`),
    // In the order of the list: newest first of each severity, of what is open and of all.
    index('open_alerts_by_county').on(t.countyCode, t.severity, t.raisedAt, t.id).where(sql`state = 'open'`),
    index('alerts_by_county').on(t.countyCode, t.severity, t.raisedAt, t.id),
    index('ended_alerts_by_county').on(t.countyCode, t.endedAt).where(sql`ended_at is not null`),
    index('alerts_by_household').on(t.householdId),
    index('alerts_by_episode').on(t.ruleId, t.subjectKind, t.subjectId, t.eventKey),
  ],
);

/**
 * How many alerts there are of each kind in each county, for the map: a ledger that a trigger writes with every change of `alerts`, and
 * that is folded now and then. A sum over it is exact in every transaction, and nobody waits for anybody's counter.
 */
export const alertFigures = pgTable(
  'alert_figures',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(), // of the county at the finest
    subjectKind: text('subject_kind').notNull(),
    ruleId: text('rule_id'),
    class: text('class').notNull(),
    severity: text('severity').notNull(),
    cause: text('cause'),
    state: text('state').notNull(),
    alerts: reference('alerts').notNull(), // more or fewer than before
  },
  (t) => [index('alert_figures_by_county').on(t.countyCode)],
);

/** The rows behind an alert as they were when it was raised: kept even when a batch is withdrawn. */
export const alertEvidence = pgTable(
  'alert_evidence',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alerts.id),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    indicator: text('indicator').notNull(),
    kind: text('kind').notNull(),
    batchId: reference('batch_id').notNull(),
    line: integer('line').notNull(),
    onDate: date('on_date').notNull(),
    untilDate: date('until_date'),
    amount: reference('amount'),
    code: text('code'),
    personId: reference('person_id'),
  },
  (t) => [index('evidence_by_alert').on(t.alertId)],
);

/** What must not be raised for a while: a rule, a household, a place, or these together; with a reason and an end. */
export const silences = pgTable(
  'silences',
  {
    id: uuid('id').primaryKey(),
    ruleId: text('rule_id'), // null: every rule
    householdId: reference('household_id'), // null: everybody of the place
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    reason: text('reason').notNull(),
    fromAt: instant('from_at').notNull(),
    untilAt: instant('until_at').notNull(),
    madeBy: uuid('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    endedAt: instant('ended_at'), // before its time
    endedBy: uuid('ended_by'),
  },
  (t) => [index('silences_by_county').on(t.countyCode, t.untilAt)],
);
