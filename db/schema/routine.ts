// Who is visited by the calendar: where a group has begun, who belongs to it, each visit's round, and who cares for whom by agreement.
import { sql } from 'drizzle-orm';
import { date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { users } from './access.ts';
import { areaCode, instant, reference } from './columns.ts';
import { households } from './match.ts';
import { tasks } from './tasks.ts';

/** Where a group is visited by the calendar: nothing begins by itself, so a new group does not flood the villages. */
export const routineStarts = pgTable(
  'routine_starts',
  {
    id: uuid('id').primaryKey(),
    groupId: text('group_id').notNull(), // of rules/visits.yaml
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(), // a county, or a township of it
    startedAt: instant('started_at').notNull(),
    startedBy: uuid('started_by'),
    endedAt: instant('ended_at'),
    endedBy: uuid('ended_by'),
  },
  (t) => [
    uniqueIndex('one_running_start_a_group_and_area').on(t.groupId, t.areaCode).where(sql`ended_at is null`),
    index('routine_starts_by_county').on(t.countyCode),
  ],
);

/** A household's time in a group: never deleted, it ends. What data says and what an officer enters stand side by side. */
export const routineMembers = pgTable(
  'routine_members',
  {
    id: uuid('id').primaryKey(),
    groupId: text('group_id').notNull(),
    householdId: reference('household_id')
      .notNull()
      .references(() => households.id),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    risk: text('risk').notNull(), // high | medium | low
    origin: text('origin').notNull(), // data | hand
    carerId: uuid('carer_id').references(() => users.id), // who is to go; null: whoever serves the village
    since: date('since_on').notNull(),
    until: date('until_on'),
    why: text('why'), // by hand: the officer's words
    endedWhy: text('ended_why'), // no-longer | nobody-left | the officer's words
    madeBy: uuid('made_by'),
    endedBy: uuid('ended_by'),
    madeAt: instant('made_at').notNull(),
    changedAt: instant('changed_at').notNull(), // began, ended, other risk, place or carer: what a turn between two nights looks at
  },
  (t) => [
    index('routine_members_by_change').on(t.changedAt),
    uniqueIndex('one_running_membership_a_group_and_household')
      .on(t.groupId, t.householdId)
      .where(sql`until_on is null`),
    index('routine_members_by_household').on(t.householdId),
    index('routine_members_by_county').on(t.countyCode, t.until, t.areaCode, t.id),
  ],
);

/** What a routine task stands for: the groups it answers, and the day by which somebody should have been seen. */
export const routineRounds = pgTable(
  'routine_rounds',
  {
    taskId: uuid('task_id')
      .primaryKey()
      .references(() => tasks.id),
    householdId: reference('household_id').notNull(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    groups: text('groups').array().notNull(), // the one that decides first
    risk: text('risk').notNull(),
    visitors: text('visitors').array().notNull(), // kinds of visitor that may go
    dueOn: date('due_on').notNull(),
    lastSeenOn: date('last_seen_on'), // before it was opened
    standing: text('standing').notNull().default('open'), // open | gone (somebody went) | off (cancelled); kept by triggers from its task
  },
  (t) => [
    index('routine_rounds_by_due').on(t.countyCode, t.dueOn, t.areaCode),
    index('open_rounds_by_due').on(t.countyCode, t.dueOn, t.taskId).where(sql`standing = 'open'`),
    index('routine_rounds_by_household').on(t.householdId),
  ],
);

/** 委托照料服务协议: who looks after a scattered tekun person, on what terms, for how long. */
export const careAgreements = pgTable(
  'care_agreements',
  {
    id: uuid('id').primaryKey(),
    householdId: reference('household_id')
      .notNull()
      .references(() => households.id),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code').notNull(),
    carer: text('carer').notNull(), // the name as it stands on the paper
    relation: text('relation').notNull(), // relative | neighbour | village | institution | other
    terms: text('terms').notNull(),
    signedOn: date('signed_on').notNull(),
    from: date('from_on').notNull(),
    until: date('until_on').notNull(),
    endedOn: date('ended_on'),
    endedWhy: text('ended_why'),
    madeBy: uuid('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    changedBy: uuid('changed_by'),
    changedAt: instant('changed_at'),
  },
  (t) => [
    index('care_agreements_by_household').on(t.householdId),
    index('care_agreements_by_county').on(t.countyCode, t.until),
  ],
);
