// The log: entries written in the transaction of the act, and the chain of hashes that seals them afterwards.
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { areaCode, bytes, instant, reference } from './columns.ts';

export const auditEntries = pgTable(
  'audit_entries',
  {
    id: reference('id').primaryKey().generatedAlwaysAsIdentity(),
    at: instant('at').notNull(),
    actorId: uuid('actor_id'),
    actor: text('actor').notNull(), // a username, "system" or "command"
    action: text('action').notNull(), // noun.verb
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    areaCode: areaCode('area_code'),
    details: jsonb('details').notNull().default({}),
  },
  (t) => [
    index('audit_by_subject').on(t.subjectKind, t.subjectId, t.id),
    index('audit_by_actor').on(t.actorId, t.id),
    index('audit_by_action').on(t.action, t.id),
    index('audit_by_time').on(t.at),
  ],
);

export const auditSeals = pgTable('audit_seals', {
  sequence: reference('sequence').primaryKey(),
  entryId: reference('entry_id').notNull().unique('one_seal_an_entry'),
  hash: bytes('hash').notNull(),
  sealedAt: instant('sealed_at').notNull(),
});
