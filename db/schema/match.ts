// Who is who: persons, households with their three faces (registered, family that lives together, residence), kinship.
import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { areaCode, bytes, instant, reference } from './columns.ts';

/** A person. Name, sex, birthday and phone are a cache of the newest `person_details` in force. */
export const persons = pgTable(
  'persons',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    idKind: text('id_kind').notNull(), // resident-id | none: somebody without a number is known by a visit
    idHash: bytes('id_hash').unique('one_person_a_number'),
    idCipher: bytes('id_cipher'),
    idMasked: text('id_masked'),
    name: text('name').notNull(),
    sex: text('sex'),
    bornOn: date('born_on'),
    phoneCipher: bytes('phone_cipher'),
  },
  // Byte by byte, so that the beginning of a name is a range that an index answers behind the policies.
  () => [index('persons_by_name').on(sql`name collate "C"`)],
);

export const personDetails = pgTable(
  'person_details',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    personId: reference('person_id').notNull(),
    name: text('name').notNull(),
    sex: text('sex'),
    bornOn: date('born_on'),
    phoneCipher: bytes('phone_cipher'),
    fromOn: date('from_on').notNull(),
    batchId: reference('batch_id').notNull(),
    line: integer('line').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [index('person_details_by_person').on(t.personId), index('person_details_by_batch').on(t.batchId)],
);

/** A household. The police number, where there is one; area and settlement are a cache of where they live now. */
export const households = pgTable(
  'households',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    publicId: uuid('public_id').notNull().unique('one_household_a_public_id'),
    registryNumber: text('registry_number').unique('one_household_a_registry_number'),
    headPersonId: reference('head_person_id'),
    areaCode: areaCode('area_code').notNull(),
    countyCode: areaCode('county_code').notNull(),
    settlement: text('settlement').notNull(), // urban | rural
  },
  (t) => [index('households_by_area').on(t.countyCode, t.areaCode)],
);

/** How many households a place has, kept by triggers: a ledger like `alert_figures`. */
export const householdFigures = pgTable(
  'household_figures',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(), // of the county
    households: reference('households').notNull(), // more or fewer than before
  },
  (t) => [index('household_figures_by_county').on(t.countyCode)],
);

/** Who belongs to which household, as each registry row said; the newest `from_on` on or before a day holds on that day. */
export const memberships = pgTable(
  'memberships',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    personId: reference('person_id').notNull(),
    householdId: reference('household_id').notNull(),
    kind: text('kind').notNull(), // registered | family
    relation: text('relation'),
    isHead: boolean('is_head').notNull(),
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on'),
    batchId: reference('batch_id').notNull(),
    line: integer('line').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [
    // Each person's newest comes first, with their household beside it: a turn reads who lives where from the index, without a sort.
    index('memberships_by_person').on(
      t.personId,
      t.fromOn.desc().nullsFirst(),
      t.batchId.desc().nullsFirst(),
      t.line.desc().nullsFirst(),
      t.householdId,
      t.retractedAt,
    ),
    index('memberships_by_household').on(t.householdId),
    index('memberships_by_batch').on(t.batchId),
  ],
);

export const residences = pgTable(
  'residences',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    householdId: reference('household_id').notNull(),
    kind: text('kind').notNull(), // registered | lived | permit
    areaCode: areaCode('area_code').notNull(),
    settlement: text('settlement').notNull(),
    addressCipher: bytes('address_cipher'),
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on'),
    batchId: reference('batch_id').notNull(),
    line: integer('line').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [index('residences_by_household').on(t.householdId, t.fromOn), index('residences_by_batch').on(t.batchId)],
);

/** Kinship across households; an unknown supporter stays unknown. */
export const kinships = pgTable(
  'kinships',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    personId: reference('person_id').notNull(),
    otherId: reference('other_id').notNull(),
    kind: text('kind').notNull(), // spouse | parent | child | guardian | supporter
    fromOn: date('from_on'),
    untilOn: date('until_on'),
    batchId: reference('batch_id').notNull(),
    line: integer('line').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [index('kinships_by_person').on(t.personId), index('kinships_by_other').on(t.otherId)],
);

/** A clerk's decision that two persons are one. Read as an edge without direction; `same_as_id` is the one kept. */
export const identityLinks = pgTable(
  'identity_links',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    personId: reference('person_id').notNull(),
    sameAsId: reference('same_as_id').notNull(),
    pairId: uuid('pair_id').notNull(),
    decidedBy: uuid('decided_by'), // null: at the command line
    reason: text('reason').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    retractedAt: instant('retracted_at'),
  },
  (t) => [uniqueIndex('one_link_a_pair').on(t.pairId).where(sql`retracted_at is null`)],
);

/** Households whose facts changed since the indicators were last computed. */
export const touchedHouseholds = pgTable(
  'touched_households',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    householdId: reference('household_id').notNull(),
    batchId: reference('batch_id'),
    cycleId: reference('cycle_id'), // the turn that has taken it on; a turn that broke off is followed by one that takes all
    cause: text('cause'), // identity: who counts here was decided by a clerk; null: data
  },
  (t) => [index('touched_by_household').on(t.householdId)],
);

/** Two persons, or a rejected row and a person, that may be one: a clerk links or dismisses, and can take it back. */
export const candidatePairs = pgTable(
  'candidate_pairs',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(), // near-number | same-name-birth-village | two-names
    personId: reference('person_id').notNull(),
    otherId: reference('other_id'), // another person; null: rejected rows, or a name
    batchId: reference('batch_id'), // whose rejected rows
    line: integer('line'), // the first of them
    otherName: text('other_name'),
    otherHash: bytes('other_hash'), // of the wrong number, so that what was dismissed is not proposed for the next delivery
    otherMasked: text('other_masked'),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    state: text('state').notNull(), // open | linked | dismissed
    foundAt: instant('found_at').notNull(),
    decidedAt: instant('decided_at'),
    decidedBy: uuid('decided_by'),
    reason: text('reason'),
    resultBatchId: reference('result_batch_id'), // the rows taken in because of it
    version: integer('version').notNull().default(1),
  },
  (t) => [
    uniqueIndex('one_pair').on(
      t.kind,
      t.personId,
      sql`coalesce(other_id, 0)`,
      sql`coalesce(batch_id, 0)`,
      sql`coalesce(line, 0)`,
      sql`coalesce(other_name, '')`,
    ),
    index('pairs_by_county').on(t.countyCode, t.state),
  ],
);
