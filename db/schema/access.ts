// Who: accounts, the villages a coordinator covers, and sessions.
import { boolean, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { areas, bodies, departments } from './areas.ts';
import { areaCode, instant } from './columns.ts';

export const users = pgTable('users', {
  id: uuid('id').primaryKey(),
  username: text('username').notNull().unique('one_account_a_username'),
  passwordHash: text('password_hash').notNull(),
  name: text('name').notNull(),
  role: text('role').notNull(),
  visitorKind: text('visitor_kind'), // coordinator | grid-worker | social-worker | first-secretary | cadre | volunteer
  bodyKey: text('body_key').references(() => bodies.key),
  department: text('department').references(() => departments.code),
  capacity: integer('capacity').notNull().default(8), // households in hand at once
  isActive: boolean('is_active').notNull().default(true),
  mustChangePassword: boolean('must_change_password').notNull().default(false),
  failedSignIns: integer('failed_sign_ins').notNull().default(0),
  lockedUntil: instant('locked_until'),
  /** The security officer's lock: only they lift it, whatever an administrator does. */
  blockedAt: instant('blocked_at'),
  blockedReason: text('blocked_reason'),
  lastSignedInAt: instant('last_signed_in_at'),
  version: integer('version').notNull().default(1),
  createdAt: instant('created_at').notNull(),
});

export const userAreas = pgTable(
  'user_areas',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    areaCode: areaCode('area_code')
      .notNull()
      .references(() => areas.code),
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.areaCode, t.fromOn] }), index('user_areas_by_area').on(t.areaCode)],
);

export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    address: text('address'), // from where it was begun
    device: text('device'), // what the browser calls itself
    phoneId: uuid('phone_id'), // from its first sync on: a lost phone's sessions end
  },
  (t) => [index('sessions_by_user').on(t.userId)],
);

/** Small facts about this installation: the rehearsal's clock, versions of shipped policy. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
