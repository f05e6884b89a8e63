// Photos and signatures of visits: what a phone declared with its visit, and the bytes that follow in pieces.
import { doublePrecision, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './access.ts';
import { areaCode, bytes, instant } from './columns.ts';

export const attachments = pgTable(
  'attachments',
  {
    id: uuid('id').primaryKey(), // made on the phone
    visitId: uuid('visit_id').notNull(), // of a visit, or of one that was kept beside its task
    senderId: uuid('sender_id')
      .notNull()
      .references(() => users.id),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    place: integer('place').notNull(), // its place among the visit's
    kind: text('kind').notNull(), // photo | signature
    document: text('document'), // authorisation | statement: what a signature stands under
    witness: text('witness'),
    takenAt: instant('taken_at').notNull(),
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    accuracyMetres: doublePrecision('accuracy_metres'),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    look: text('look'), // what a photo looks like, as a hash
    declaredAt: instant('declared_at').notNull(),
    received: integer('received').notNull().default(0), // bytes that are here
    completedAt: instant('completed_at'), // whole, and what was declared
  },
  (t) => [index('attachments_by_visit').on(t.visitId)],
);

/** Sealed under the key ring, each for itself. */
export const attachmentPieces = pgTable(
  'attachment_pieces',
  {
    attachmentId: uuid('attachment_id')
      .notNull()
      .references(() => attachments.id),
    at: integer('at').notNull(), // offset of its first byte
    cipher: bytes('cipher').notNull(),
  },
  (t) => [primaryKey({ columns: [t.attachmentId, t.at] })],
);
