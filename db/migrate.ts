// Brings a database to the newest shape: the migrations in order, under an advisory lock, then the public divisions as data.
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import { readBodies, readDivisions } from './areas/read.ts';
import { connect, type Database, disconnect } from './client.ts';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** Runs what is missing of the migrations and loads areas and bodies, as the owner. Several processes may call it at once. */
export async function migrate(ownerUrl: string): Promise<void> {
  const database = connect(ownerUrl, { max: 1, name: 'shouwang-migrate' });
  try {
    await database.execute(sql`select pg_advisory_lock(hashtext('shouwang.migrate'))`);
    await runMigrations(database, { migrationsFolder: FOLDER });
    await loadAreas(database);
  } finally {
    await disconnect(database);
  }
}

/** Divisions and bodies are shipped data: what is new is added, a changed name follows, nothing is deleted. */
async function loadAreas(database: Database): Promise<void> {
  const divisions = readDivisions();
  const [known] = await database.execute<{ count: number }>(sql`select count(*)::int as count from areas`);
  if (known?.count === divisions.length) return;
  const bodies = readBodies();
  await database.transaction(async (tx) => {
    await tx.execute(sql`
      insert into areas (code, parent_code, level, name)
      select * from unnest(${sql.param(divisions.map((d) => d.code))}::text[], ${sql.param(divisions.map((d) => parentOf(d.code)))}::text[],
        ${sql.param(divisions.map((d) => d.level))}::text[], ${sql.param(divisions.map((d) => d.name))}::text[])
      on conflict (code) do update set name = excluded.name, parent_code = excluded.parent_code`);
    await tx.execute(sql`
      insert into bodies (key, level, name)
      select * from unnest(${sql.param(bodies.map((b) => b.key))}::text[], ${sql.param(bodies.map((b) => b.level))}::text[],
        ${sql.param(bodies.map((b) => b.name))}::text[])
      on conflict (key) do update set name = excluded.name`);
    const pairs = bodies.flatMap((b) => b.areas.map((area) => ({ key: b.key, area })));
    await tx.execute(sql`
      insert into body_areas (body_key, area_code, from_on)
      select key, area, date '2020-01-01' from unnest(${sql.param(pairs.map((p) => p.key))}::text[],
        ${sql.param(pairs.map((p) => p.area))}::text[]) as pair(key, area)
      on conflict do nothing`);
  });
}

/** 2 → 4 → 6 → 9 → 12 digits; the province has no parent. */
function parentOf(code: string): string | null {
  const length = { 4: 2, 6: 4, 9: 6, 12: 9 }[code.length];
  return length ? code.slice(0, length) : null;
}
