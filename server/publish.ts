// Makes shipped policy data known to the database, as the owner: a partition a fact kind, a column an indicator, departments,
// rule versions. Runs at every start; a second time nothing changes.
import { sql } from 'drizzle-orm';
import { connect, type Database, disconnect } from '../db/client.ts';
import type { Catalogue } from './catalogue.ts';
import { indicatorColumns } from './flow/indicators/compile.ts';
import { publishShipped } from './flow/rules/shipped.ts';

/** Kinds that our own work states, beside those of the contracts. */
const OWN_KINDS = ['visit.outcome'];

export async function publishCatalogue(ownerUrl: string, catalogue: Catalogue): Promise<void> {
  const owner = connect(ownerUrl, { max: 1, name: 'shouwang-publish' });
  try {
    await owner.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.publish'))`);
      await addPartitions(tx, [
        ...new Set([...OWN_KINDS, ...catalogue.contracts.flatMap((c) => c.facts.map((f) => f.kind))]),
      ]);
      await addColumns(tx, indicatorColumns(catalogue.book.catalogue.indicators));
      for (const { code, names } of catalogue.departments)
        await tx.execute(sql`insert into departments (code, name_zh, name_en) values (${code}, ${names.zh}, ${names.en})
          on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en
          where (departments.name_zh, departments.name_en) is distinct from (excluded.name_zh, excluded.name_en)`);
      const rules = [
        ...catalogue.book.rules.map((rule) => rule.definition),
        ...catalogue.sourceRules,
        ...catalogue.areaRules,
      ];
      await publishShipped(tx, rules, new Date());
    });
  } finally {
    await disconnect(owner);
  }
}

type Owner = Pick<Database, 'execute'>;

async function addPartitions(tx: Owner, kinds: string[]): Promise<void> {
  const known = await tx.execute<{ name: string }>(
    sql`select relname as name from pg_class where relname like 'facts\_%'`,
  );
  const names = new Set(known.map((row) => row.name));
  for (const kind of kinds) {
    const name = `facts_${kind.replace(/[^a-z0-9]/g, '_')}`;
    if (names.has(name)) continue;
    // Vacuumed after every delivery of a month, so that its index answers a turn without the rows.
    await tx.execute(
      sql.raw(`create table ${name} partition of facts for values in ('${kind.replaceAll("'", "''")}')
        with (autovacuum_vacuum_insert_scale_factor = 0.05)`),
    );
    // Access goes through the parent and its policies; asked directly, a partition answers nobody.
    await tx.execute(sql.raw(`alter table ${name} enable row level security`));
  }
}

async function addColumns(tx: Owner, columns: string[]): Promise<void> {
  const known = await tx.execute<{ name: string }>(sql`select column_name as name from information_schema.columns
    where table_name = 'household_indicators' and table_schema = 'public'`);
  const names = new Set(known.map((row) => row.name));
  const missing = columns
    .filter((column) => !names.has(column))
    .map((column) => `add column "${column}" double precision`);
  if (missing.length > 0) await tx.execute(sql.raw(`alter table household_indicators ${missing.join(', ')}`));
}
