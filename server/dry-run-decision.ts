// What a clerk's decision on a pair would change: made in a savepoint, judged as a turn would judge it, looked at, and rolled back.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/client.ts';
import type { Catalogue } from './catalogue.ts';
import { prepareTurn } from './cycle.ts';
import { type Decision, decidePair } from './decide-pair.ts';
import type { PairEffects } from './flow/match/model.ts';
import { takeOnTouched } from './flow/match/tie.ts';
import { STAGES } from './flow/stages.ts';
import type { Keys } from './kernel/keys.ts';
import { Problem } from './kernel/problem.ts';

/** No cycle has this id: the dry run's own mark on the queue. */
const DRY_RUN = 0;
const MOST_HOUSEHOLDS = 20;

class RolledBack extends Error {
  readonly effects: Omit<PairEffects, 'verb' | 'refused'>;

  constructor(effects: RolledBack['effects']) {
    super('a dry run is rolled back');
    this.effects = effects;
  }
}

/**
 * Which households would be computed again, how many facts would come and go, and which findings would begin or end. Only the stages
 * up to the rules are run: an alert and a task follow from findings. A decision that is refused says why.
 */
export async function tryDecision(
  tx: Transaction,
  { keys, catalogue }: { keys: Keys; catalogue: Catalogue },
  decision: Decision,
  now: Date,
): Promise<PairEffects> {
  const nothing = { households: [], facts: { come: 0, go: 0 }, begins: [], ends: [] };
  try {
    await tx.transaction(async (inner) => {
      // What was queued before belongs to the next turn, not to this question.
      await inner.execute(sql`delete from touched_households`);
      const [last] = await inner.execute<{ fact: number; finding: number }>(sql`
        select (select coalesce(max(id), 0) from facts)::bigint as fact, (select coalesce(max(id), 0) from findings)::bigint as finding`);
      await decidePair(inner, { keys, catalogue }, decision, now);
      await takeOnTouched(inner, DRY_RUN);
      const turn = await prepareTurn(inner, catalogue, now, DRY_RUN);
      for (const { name, step } of STAGES) {
        if (step && (name === 'indicators' || name === 'rules')) {
          await step({ ...turn, tx: inner, hint: () => {} });
          await dropTemporary(inner);
        }
      }
      throw new RolledBack(await compare(inner, catalogue, { ...last!, now }));
    });
  } catch (error) {
    if (error instanceof RolledBack) return { verb: decision.verb, refused: null, ...error.effects };
    if (error instanceof Problem) return { verb: decision.verb, refused: error.message, ...nothing };
    throw error;
  }
  throw new Error('unreachable: a dry run always rolls back');
}

async function compare(
  tx: Transaction,
  { book }: Catalogue,
  before: { fact: number; finding: number; now: Date },
): Promise<RolledBack['effects']> {
  const at = before.now.toISOString();
  const households = await tx.execute<{ number: string }>(sql`select distinct h.registry_number as number
    from touched_households t join households h on h.id = t.household_id where h.registry_number is not null
    order by 1 limit ${MOST_HOUSEHOLDS}`);
  const [facts] = await tx.execute<{ come: number; go: number }>(sql`
    select (select count(*)::int from facts where id > ${before.fact} and retracted_at is null) as come,
      (select count(*)::int from facts where id <= ${before.fact} and retracted_at = ${at}) as go`);
  const count = async (which: ReturnType<typeof sql>) => {
    const rows = await tx.execute<{ rule: string; count: number }>(
      sql`select rule_id as rule, count(*)::int as count from findings where ${which} group by 1 order by 2 desc, 1`,
    );
    return rows.map(({ rule, count }) => ({
      ruleId: rule,
      names: book.rules.find((one) => one.id === rule)?.definition.names ?? { zh: rule, en: rule },
      count,
    }));
  };
  return {
    households: households.map((row) => row.number),
    facts: facts!,
    begins: await count(sql`id > ${before.finding} and ended_at is null`),
    ends: await count(sql`id <= ${before.finding} and ended_at = ${at}`),
  };
}

/** Steps make their temporary tables anew; in one transaction the former step's are still there. */
async function dropTemporary(tx: Transaction): Promise<void> {
  const rows = await tx.execute<{ name: string }>(
    sql`select relname as name from pg_class where relnamespace = pg_my_temp_schema() and relkind = 'r'`,
  );
  for (const { name } of rows) await tx.execute(sql`drop table if exists ${sql.identifier(name)}`);
}
