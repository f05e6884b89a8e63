// Where help has its door: townships' social-work stations and villages' service points, and who works there.
import { sql } from 'drizzle-orm';
import { date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { users } from './access.ts';
import { areas } from './areas.ts';
import { areaCode, instant } from './columns.ts';

export const stations = pgTable(
  'stations',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(), // station (of a township) | point (of a village)
    name: text('name').notNull(),
    countyCode: areaCode('county_code').notNull(),
    areaCode: areaCode('area_code')
      .notNull()
      .references(() => areas.code),
    address: text('address').notNull(),
    phone: text('phone'), // the office's
    hours: text('hours'),
    openedOn: date('opened_on').notNull(),
    closedOn: date('closed_on'),
    closeReason: text('close_reason'),
    version: integer('version').notNull().default(1),
    changedBy: uuid('changed_by').references(() => users.id),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    index('stations_by_county').on(t.countyCode, t.areaCode, t.id),
    uniqueIndex('one_open_station_a_name').on(t.areaCode, t.name).where(sql`closed_on is null`),
  ],
);

export const stationPeople = pgTable(
  'station_people',
  {
    id: uuid('id').primaryKey(),
    stationId: uuid('station_id')
      .notNull()
      .references(() => stations.id),
    userId: uuid('user_id').references(() => users.id), // null: works there and has no account
    name: text('name').notNull(),
    kind: text('kind').notNull(), // social-worker | coordinator | cadre | volunteer …
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on'),
  },
  (t) => [index('station_people_by_station').on(t.stationId)],
);
