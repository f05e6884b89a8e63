// db/schema.sql is what a migrated database really looks like; npm run db:schema writes it anew.
import { readdirSync, readFileSync } from 'node:fs';
import { getTableName, is, sql } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connect, type Database, disconnect } from '../../db/client.ts';
import { dumpSchema, SCHEMA_FILE } from '../../db/dump.ts';
import { migrate } from '../../db/migrate.ts';

const NAME = `schema_${process.pid}`;
let server: Database;
let migrated: Database;

beforeAll(async () => {
  // Not the template: that holds what the start adds from rules/ as well.
  const at = (name: string) => new URL(`/${name}`, inject('template').owner).href;
  server = connect(at('postgres'), { max: 1, name: 'test-schema' });
  await server.execute(sql.raw(`create database "${NAME}"`));
  await migrate(at(NAME));
  migrated = connect(at(NAME), { max: 1, name: 'test-schema' });
});
afterAll(async () => {
  await disconnect(migrated);
  await server.execute(sql.raw(`drop database "${NAME}" with (force)`));
  await disconnect(server);
});

it('db/schema.sql is up to date (npm run db:schema)', async () => {
  expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(await dumpSchema(migrated));
});

it('every column that db/schema/ declares has come by a migration, and no other (npm run db:generate)', async () => {
  const modules = await Promise.all(readdirSync('db/schema').map((file) => import(`../../db/schema/${file}`)));
  const tables = new Set(
    modules.flatMap((module) => Object.values(module)).filter((one): one is PgTable => is(one, PgTable)),
  );
  const declared = [...tables].flatMap((table) =>
    getTableConfig(table).columns.map((column) => `${getTableName(table)}.${column.name}`),
  );
  const rows = await migrated.execute<{ name: string }>(sql`
    select c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`);
  expect(rows.map((row) => row.name).sort()).toEqual(declared.sort());
});

it('the dump notices a column, a policy and a right', async () => {
  const before = await dumpSchema(migrated);
  await migrated.execute(sql.raw('alter table settings add column noticed integer default 3 not null'));
  await migrated.execute(sql.raw('create policy noticed on settings for select to shouwang_web using (key is null)'));
  await migrated.execute(sql.raw('grant update (noticed) on settings to shouwang_web'));
  const lines = new Set(before.split('\n'));
  const added = (await dumpSchema(migrated)).split('\n').filter((line) => !lines.has(line));
  expect(added).toEqual([
    '  noticed integer default 3 not null,',
    'create policy noticed on settings for select to shouwang_web using ((key IS NULL));',
    'grant update (noticed) on settings to shouwang_web;',
  ]);
});
