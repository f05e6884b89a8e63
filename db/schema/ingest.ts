// What departments told us: batches, the facts their rows state, rows that wait for a person, rows that were refused.
// facts is partitioned by kind (the migration says so; drizzle has no word for it).
import { sql } from 'drizzle-orm';
import { date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areaCode, bytes, instant, reference } from './columns.ts';

export const batches = pgTable(
  'batches',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    dataset: text('dataset').notNull(),
    contractVersion: integer('contract_version').notNull().default(1),
    origin: text('origin').notNull(), // delivery | push | visit | decision | payment
    department: text('department'),
    fileName: text('file_name').notNull(),
    sha256: text('sha256').notNull(),
    period: text('period'), // 2026-09, or a term: 2026-1 spring, 2026-2 autumn
    periodFrom: date('period_from'),
    periodUntil: date('period_until'),
    status: text('status').notNull(), // accepted | withdrawn
    inForceFrom: instant('in_force_from'),
    inForceUntil: instant('in_force_until'),
    receivedAt: instant('received_at').notNull(),
    receivedBy: uuid('received_by'),
    rowsGood: integer('rows_good').notNull().default(0), // accepted on arrival
    rowsRejected: integer('rows_rejected').notNull().default(0),
    nameDiffers: integer('name_differs').notNull().default(0), // on arrival and when matched later
  },
  (t) => [
    uniqueIndex('one_batch_a_file').on(t.dataset, t.sha256).where(sql`in_force_until is null`),
    index('batches_by_dataset').on(t.dataset, t.period),
  ],
);

/** Months that a batch of a monthly source delivered: its period, and earlier months that it has lines of. */
export const batchMonths = pgTable(
  'batch_months',
  {
    batchId: reference('batch_id')
      .notNull()
      .references(() => batches.id),
    dataset: text('dataset').notNull(),
    month: date('month').notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.month] }), index('batch_months_by_dataset').on(t.dataset, t.month)],
);

export const rejects = pgTable(
  'rejects',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    batchId: reference('batch_id')
      .notNull()
      .references(() => batches.id),
    line: integer('line').notNull(),
    columnName: text('column_name'),
    code: text('code').notNull(),
    found: text('found'), // masked
    expectedZh: text('expected_zh').notNull(),
    expectedEn: text('expected_en').notNull(),
    droppedAmount: reference('dropped_amount'), // fen
  },
  (t) => [index('rejects_by_batch').on(t.batchId, t.line)],
);

/** Good rows about somebody no registry has brought yet. Only the number's hash is kept: it finds the person when they come. */
export const waitingRows = pgTable(
  'waiting_rows',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    batchId: reference('batch_id')
      .notNull()
      .references(() => batches.id),
    line: integer('line').notNull(),
    idHash: bytes('id_hash').notNull(),
    name: text('name'),
    facts: jsonb('facts').notNull(), // what the row states, ready to be hung on the person
    matchedAt: instant('matched_at'),
  },
  (t) => [
    index('waiting_rows_by_batch').on(t.batchId),
    index('waiting_rows_to_match').on(t.idHash).where(sql`matched_at is null`),
  ],
);

const factColumns = () => ({
  kind: text('kind').notNull(),
  subjectKind: text('subject_kind').notNull(), // person | household | area (its code as a number)
  subjectId: reference('subject_id').notNull(),
  namedPersonId: reference('named_person_id'), // the head by whom a household's row was given
  onDate: date('on_date').notNull(),
  untilDate: date('until_date'),
  amount: reference('amount'), // fen
  code: text('code'),
  attributes: jsonb('attributes'),
  naturalKey: uuid('natural_key').notNull(), // md5 of the dataset's key: the same row told twice is one fact
  batchId: reference('batch_id').notNull(),
  line: integer('line').notNull(),
});

/** Dated facts with two times. Never changed: a correction retracts one and adds another. */
export const facts = pgTable(
  'facts',
  {
    id: reference('id').notNull().generatedAlwaysAsIdentity(),
    ...factColumns(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.id] }),
    uniqueIndex('one_fact_a_key').on(t.kind, t.naturalKey).where(sql`retracted_at is null`),
    index('facts_by_subject').on(t.subjectId, t.onDate),
    index('facts_by_batch').on(t.batchId, t.line),
  ],
);

/** Rows of snapshots as they were stated; the facts in force are derived from them, newest period first. */
export const snapshotRows = pgTable(
  'snapshot_rows',
  { id: reference('id').primaryKey().generatedAlwaysAsIdentity(), dataset: text('dataset').notNull(), ...factColumns() },
  (t) => [index('snapshot_rows_by_key').on(t.dataset, t.naturalKey), index('snapshot_rows_by_batch').on(t.batchId)],
);

/** Local standards and lines, by area and urban or rural, with both times and the year they speak of. */
export const parameters = pgTable(
  'parameters',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    name: text('name').notNull(),
    areaCode: areaCode('area_code').notNull(),
    settlement: text('settlement'), // urban | rural | null: both
    value: reference('value').notNull(), // fen, or the catalogue's unit
    unit: text('unit').notNull(),
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on'),
    ofYear: integer('of_year'),
    status: text('status').notNull(), // drafted | filed | in-force
    document: text('document').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [
    uniqueIndex('one_parameter_a_day')
      .on(t.name, t.areaCode, sql`coalesce(settlement, '')`, t.fromOn)
      .where(sql`retracted_at is null`),
  ],
);
