// The phones of those who visit, as each told of itself at its last contact, and what became of it.
import { bigint, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './access.ts';
import { instant } from './columns.ts';

export const phones = pgTable(
  'phones',
  {
    id: uuid('id').primaryKey(), // made on the phone with its vault
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    secretHash: text('secret_hash'), // SHA-256 of what only the phone knows: by it, it asks whether it is to be wiped
    firstSeenAt: instant('first_seen_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    syncedAt: instant('synced_at'), // when it last fetched what is new
    appVersion: text('app_version').notNull(),
    unsent: integer('unsent').notNull().default(0), // entries of which it is the only holder
    unsentSince: instant('unsent_since'),
    stuck: integer('stuck').notNull().default(0), // of these, how many wait for its holder to decide
    photos: integer('photos').notNull().default(0), // unsent
    storageUsed: bigint('storage_used', { mode: 'number' }),
    storageQuota: bigint('storage_quota', { mode: 'number' }),
    clockAhead: integer('clock_ahead'), // seconds, negative: behind
    lostAt: instant('lost_at'),
    lostBy: uuid('lost_by').references(() => users.id),
    lostReason: text('lost_reason'),
    endedAt: instant('ended_at'),
    endedBecause: text('ended_because'), // signed-out | wiped | pin | replaced
  },
  (t) => [index('phones_by_user').on(t.userId, t.seenAt)],
);
