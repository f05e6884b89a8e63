// Practice in a rehearsal: who began which scene when, how often they had it checked, and when they passed.
import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './access.ts';
import { instant } from './columns.ts';

export const trainingRuns = pgTable(
  'training_runs',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    scene: text('scene').notNull(),
    startedAt: instant('started_at').notNull(), // of the newest try: what was done before it does not count
    attempts: integer('attempts').notNull().default(0), // checks up to the pass
    passedAt: instant('passed_at'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.scene] })],
);
