// What taking a file in, or a batch back, would change: done for real in one transaction, looked at, and rolled back.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/client.ts';
import { prepareTurn } from './cycle.ts';
import type { Consequences } from './flow/ingest/model.ts';
import { listBatches } from './flow/ingest/store.ts';
import { takeOnTouched } from './flow/match/tie.ts';
import type { RuleBook } from './flow/rules/load.ts';
import { STAGES } from './flow/stages.ts';
import { type Door, type HandInOptions, handInto } from './hand-in.ts';
import { withdrawBatch } from './withdraw.ts';

/** No cycle has this id: the dry run's own mark on the queue. */
const DRY_RUN = 0;

class RolledBack extends Error {
  readonly consequences: Consequences;

  constructor(consequences: Consequences) {
    super('a dry run is rolled back');
    this.consequences = consequences;
  }
}

/** What handing a file in would change, at `options.now`. Throws FileRefused as the real door does. */
export async function tryHandIn(door: Door, path: string, options: HandInOptions): Promise<Consequences> {
  return await tryOut(door, options.now, async (tx) => {
    const taken = await handInto(tx, door, path, options);
    const [batch] = await listBatches(tx, sql`b.id = ${taken.batchId}`);
    return {
      ...{ good: batch?.good ?? 0, waiting: batch?.waiting ?? 0, rejected: batch?.rejected ?? {} },
      ...{ holds: taken.isHeld, heldShare: batch?.heldShare ?? null, supersedes: taken.supersedes[0] ?? null },
    };
  });
}

/** What taking a batch back would change. */
export async function tryWithdrawal(door: Door, batchId: number, now: Date): Promise<Consequences> {
  return await tryOut(door, now, async (tx) => {
    await withdrawBatch(tx, door.catalogue, batchId, { status: 'withdrawn', reason: 'dry run', by: null }, now);
    return { good: 0, waiting: 0, rejected: {}, holds: false, heldShare: null, supersedes: null };
  });
}

type Own = Omit<Consequences, 'households' | 'raises' | 'ends' | 'toldTasks'>;

async function tryOut(
  { flow, catalogue }: Door,
  now: Date,
  act: (tx: Transaction) => Promise<Own>,
): Promise<Consequences> {
  try {
    await flow.transaction(async (tx) => {
      // What was queued before belongs to the next turn, not to this question.
      await tx.execute(sql`delete from touched_households`);
      await tx.execute(
        sql`create temporary table alerts_before on commit drop as select id, rule_id from alerts where state = 'open'`,
      );
      await tx.execute(
        sql`create temporary table told_before on commit drop as select id from tasks where notice is not null`,
      );
      const own = await act(tx);
      await takeOnTouched(tx, DRY_RUN);
      await tx.execute(sql`select refresh_statistics()`);
      const turn = await prepareTurn(tx, catalogue, now, DRY_RUN);
      for (const { step } of STAGES) {
        if (!step) continue;
        await step({ ...turn, tx, hint: () => {} });
        await dropTemporary(tx);
      }
      throw new RolledBack({ ...own, ...(await compare(tx, turn.book)) });
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.consequences;
    throw error;
  }
  throw new Error('unreachable: a dry run always rolls back');
}

async function compare(
  tx: Transaction,
  book: RuleBook,
): Promise<Pick<Consequences, 'households' | 'raises' | 'ends' | 'toldTasks'>> {
  const [counts] = await tx.execute<{ households: number; told: number }>(sql`
    select (select count(distinct household_id)::int from touched_households) as households,
      (select count(*)::int from tasks t where t.notice is not null and t.id not in (select id from told_before)) as told`);
  const raised = await tx.execute<{
    rule: string;
    count: number;
  }>(sql`select rule_id as rule, count(*)::int as count from alerts
    where state = 'open' and id not in (select id from alerts_before) group by 1 order by 2 desc`);
  const ended = await tx.execute<{
    rule: string;
    count: number;
  }>(sql`select b.rule_id as rule, count(*)::int as count from alerts_before b
    join alerts a on a.id = b.id and a.state <> 'open' group by 1 order by 2 desc`);
  const told = (rows: { rule: string; count: number }[]) =>
    rows.map(({ rule, count }) => {
      const names = book.rules.find((one) => one.id === rule)?.definition.names ?? { zh: rule, en: rule };
      return { ruleId: rule, names, count };
    });
  return { households: counts?.households ?? 0, toldTasks: counts?.told ?? 0, raises: told(raised), ends: told(ended) };
}

/** Steps make their temporary tables anew; in one transaction the former step's are still there. */
async function dropTemporary(tx: Transaction): Promise<void> {
  const rows = await tx.execute<{ name: string }>(sql`select relname as name from pg_class
    where relnamespace = pg_my_temp_schema() and relkind = 'r' and relname not in ('alerts_before', 'told_before')`);
  for (const { name } of rows) await tx.execute(sql`drop table if exists ${sql.identifier(name)}`);
}
