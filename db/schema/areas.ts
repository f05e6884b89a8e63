// Where: the national divisions, and the bodies that administer them (usually one division, sometimes townships of several).
import { date, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { areaCode } from './columns.ts';

export const areas = pgTable(
  'areas',
  {
    code: areaCode('code').primaryKey(),
    parentCode: areaCode('parent_code'),
    level: text('level').notNull(), // province | prefecture | county | township | village
    name: text('name').notNull(),
  },
  (t) => [index('areas_by_parent').on(t.parentCode)],
);

export const bodies = pgTable('bodies', {
  key: text('key').primaryKey(),
  level: text('level').notNull(),
  name: text('name').notNull(),
});

export const bodyAreas = pgTable(
  'body_areas',
  {
    bodyKey: text('body_key')
      .notNull()
      .references(() => bodies.key),
    areaCode: areaCode('area_code')
      .notNull()
      .references(() => areas.code),
    fromOn: date('from_on').notNull(),
    untilOn: date('until_on'),
  },
  (t) => [primaryKey({ columns: [t.bodyKey, t.areaCode, t.fromOn] })],
);

export const departments = pgTable('departments', {
  code: text('code').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
});
