// What phones have sent: one row a change that was taken in, so that a change sent again is told what became of it the first time.
import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './access.ts';
import { areaCode, instant } from './columns.ts';

export const fieldChanges = pgTable(
  'field_changes',
  {
    id: uuid('id').primaryKey(), // made on the phone
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind').notNull(), // accept | return | visit | lead | choose
    taskId: uuid('task_id').notNull(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    receivedAt: instant('received_at').notNull(),
    outcome: text('outcome').notNull(), // applied | kept
    keptBecause: text('kept_because'), // why a visit could not answer its task any more
    visit: jsonb('visit'), // the visit as it was sent, when it was kept beside its task
    clashes: jsonb('clashes'), // where the visit and something else say two things, as it stood when it came; null: nowhere
  },
  (t) => [
    index('kept_visits_by_task').on(t.taskId),
    index('kept_visits_by_county').on(t.countyCode, t.receivedAt, t.id).where(sql`visit is not null`),
  ],
);

/** Which of two clashing values holds, as whoever was at the door chose; both values stay. Added once, never changed. */
export const visitChoices = pgTable(
  'visit_choices',
  {
    visitId: uuid('visit_id').notNull(),
    field: text('field').notNull(),
    taskId: uuid('task_id').notNull(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    chosen: text('chosen').notNull(), // mine | theirs
    mine: jsonb('mine'),
    theirs: jsonb('theirs'),
    chosenBy: uuid('chosen_by')
      .notNull()
      .references(() => users.id),
    chosenAt: instant('chosen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.visitId, t.field] }), index('choices_by_task').on(t.taskId)],
);
