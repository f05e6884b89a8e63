// What departments told us: batches, the facts their rows state, rows that wait for a person, rows that were refused.
// facts is partitioned by kind (the migration says so; drizzle has no word for it).
import { sql } from 'drizzle-orm';
import {
  boolean,
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
    status: text('status').notNull(), // accepted (in force) | held (a person must confirm) | withdrawn | superseded
    inForceFrom: instant('in_force_from'),
    inForceUntil: instant('in_force_until'),
    endReason: text('end_reason'),
    endedBy: uuid('ended_by'),
    supersededBy: reference('superseded_by'), // the corrected delivery
    addsTo: reference('adds_to'), // of a clerk's decision: the batch whose refused rows these are; it ends with that one
    heldShare: doublePrecision('held_share'), // what a held snapshot would end, of its scope
    receivedAt: instant('received_at').notNull(),
    receivedBy: uuid('received_by'),
    headings: text('headings').array(), // as the department wrote them, for its rejects
    emptyShares: jsonb('empty_shares'), // by field: the share of good rows without a value
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
    cellsCipher: bytes('cells_cipher'), // the row as it was sent, encrypted; purged on schedule
    idHash: bytes('id_hash'), // of a number whose check digit alone is wrong, to find whom it nearly names
    name: text('name'),
    settledBy: reference('settled_by'), // the batch by which a clerk's decision took the row in after all
  },
  (t) => [index('rejects_by_batch').on(t.batchId, t.line)],
);

/** Hashes of the valid numbers one slip away from a refused one: whoever has one of them, and the name, may be meant. */
export const nearNumbers = pgTable(
  'near_numbers',
  {
    rejectId: reference('reject_id').notNull(),
    batchId: reference('batch_id')
      .notNull()
      .references(() => batches.id),
    idHash: bytes('id_hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.rejectId, t.idHash] }), index('near_numbers_by_id').on(t.idHash)],
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
    // The key first: a finding knows its fact's key and not its kind.
    uniqueIndex('one_fact_a_key').on(t.naturalKey, t.kind).where(sql`retracted_at is null`),
    index('facts_taken_back_by_key').on(t.naturalKey).where(sql`retracted_at is not null`),
    // All that most indicators ask of a fact, so that a turn adds up by subject from the index alone: of 2.6 million facts in 0.4 s of
    // processor time, where a hash over the rows as they came took 1.0 s.
    index('facts_in_force_by_subject')
      .on(t.subjectId, t.onDate, t.amount, t.kind, t.subjectKind)
      .where(sql`retracted_at is null`),
    index('facts_by_batch').on(t.batchId, t.line),
  ],
);

/** Rows of snapshots as they were stated; the facts in force are derived from them, newest period first. */
export const snapshotRows = pgTable(
  'snapshot_rows',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    dataset: text('dataset').notNull(),
    ...factColumns(),
  },
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

/** Good rows whose name is not the registry's: counted for the batch, and a hint that one number may have two holders. */
export const nameDifferences = pgTable(
  'name_differences',
  {
    batchId: reference('batch_id')
      .notNull()
      .references(() => batches.id),
    line: integer('line').notNull(),
    idHash: bytes('id_hash').notNull(),
    name: text('name').notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.line] }), index('name_differences_by_id').on(t.idHash)],
);

/** A clerk's word that rows under this number and name are about somebody else: they wait, until the word is taken back. */
export const refusedNames = pgTable(
  'refused_names',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    idHash: bytes('id_hash').notNull(),
    name: text('name').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [uniqueIndex('one_refusal_a_name').on(t.idHash, t.name).where(sql`retracted_at is null`)],
);

/** A delivery on its way in: seen while it runs, asked to stop, found again after a kill. The batch is made when it is all in. */
export const intakes = pgTable(
  'intakes',
  {
    id: uuid('id').primaryKey(),
    channel: text('channel').notNull(), // page | command | push | folder
    department: text('department'), // whose; null: the operator's, who may hand in for all
    fileName: text('file_name').notNull(),
    isKept: boolean('is_kept').notNull(), // the service holds the file in its inbox, under this id; else the sender keeps it
    dataset: text('dataset'),
    period: text('period'),
    corrects: reference('corrects'),
    isDryRun: boolean('is_dry_run').notNull().default(false),
    state: text('state').notNull(), // waiting | reading | settling | done | known | refused | cancelled | broken-off
    rowsRead: integer('rows_read').notNull().default(0),
    bytesTotal: reference('bytes_total'),
    bytesRead: reference('bytes_read').notNull().default(0),
    attempts: integer('attempts').notNull().default(0), // how often it was begun: a file that kills the process is not begun for ever
    reason: jsonb('reason'), // why it was refused, zh and en
    asks: text('asks').notNull().default('nothing'), // nothing | period | layout: what a person must say before it can go on
    proposals: jsonb('proposals'), // readings of a layout nobody knows
    consequences: jsonb('consequences'), // of a dry run
    batchId: reference('batch_id'),
    startedAt: instant('started_at').notNull(),
    beatAt: instant('beat_at'), // when its process was last seen; null: nobody has begun it
    endedAt: instant('ended_at'),
    requestedBy: uuid('requested_by'),
    isCancelAsked: boolean('is_cancel_asked').notNull().default(false),
  },
  (t) => [index('intakes_by_state').on(t.state, t.startedAt), index('intakes_by_department').on(t.department, t.id)],
);

/** A department's key for pushing rows: one department, write only, revocable; only its hash is kept. */
export const apiKeys = pgTable('api_keys', {
  id: uuid('id').primaryKey(),
  department: text('department').notNull(),
  label: text('label').notNull(),
  keyHash: text('key_hash').notNull().unique('one_key_a_hash'),
  createdAt: instant('created_at').notNull(),
  createdBy: uuid('created_by'),
  revokedAt: instant('revoked_at'),
  lastUsedAt: instant('last_used_at'),
});

/** How a department's headings map to a contract's, once a person has confirmed it: a version of the contract. */
export const layouts = pgTable(
  'layouts',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    dataset: text('dataset').notNull(),
    version: integer('version').notNull(),
    headings: jsonb('headings').notNull(), // the department's heading → the contract's, null: ignored
    confirmedBy: uuid('confirmed_by'),
    confirmedAt: instant('confirmed_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (t) => [uniqueIndex('one_layout_a_version').on(t.dataset, t.version)],
);

/** Whether a source is planned, connected or suspended, from a day; a dataset without a row is connected once it delivered. */
export const sources = pgTable('sources', {
  id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
  dataset: text('dataset').notNull().unique('one_source_a_dataset'),
  state: text('state').notNull(), // planned | connected | suspended
  fromOn: date('from_on').notNull(),
  note: text('note'),
  setBy: uuid('set_by'),
});

/** A person's consent to have a purpose-bound source asked about them. */
export const consents = pgTable(
  'consents',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    idHash: bytes('id_hash').notNull(),
    dataset: text('dataset').notNull(),
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on'),
    document: text('document').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [index('consents_by_id').on(t.idHash, t.dataset)],
);

/** What left by contract (rules/deliveries): to whom, how many rows, and the digest by which it can be told again. */
export const exports = pgTable(
  'exports',
  {
    id: uuid('id').primaryKey(),
    contract: text('contract').notNull(),
    receiver: text('receiver').notNull(),
    format: text('format').notNull(),
    period: text('period'),
    asOf: date('as_of').notNull(),
    rows: integer('rows').notNull(),
    sha256: text('sha256').notNull(),
    madeAt: instant('made_at').notNull(),
    madeBy: uuid('made_by'),
  },
  (t) => [index('exports_by_contract').on(t.contract, t.madeAt)],
);
