// How each source stands on a day: what came when, what is owed, and what is unlike its own history. Read-only.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { Contract } from './contract.ts';
import { daysBetween, dueOn, nextPeriod, type Period, periodAt } from './due.ts';
import type { SourceView } from './model.ts';
import { type Delivery, unusual } from './unusual.ts';

/** Deliveries looked back on: twelve periods, and what they are compared with. */
const LOOK_BACK = 24;
/** Lines of a delivery whose amounts are looked at: evenly spread, so that a sorted file is no matter. */
const SAMPLE = 400;
/** The newest delivery and the six it is compared with, and some that were withdrawn. */
const MEDIANS = 9;

export interface Received extends Delivery {
  dataset: string;
  period: string | null;
  status: string;
  /** The province's day. */
  receivedOn: string;
  receivedAt: string;
}

export interface SourceHealth {
  contract: Contract;
  /** The source's own number, once it was connected or spoken of. */
  id: number | null;
  state: SourceView['state'];
  /** Since when, where a person or the first delivery said so. */
  stateFrom: string | null;
  /** Deliveries, oldest first. */
  received: Received[];
  daysLate: number;
  /** The period that should be here and is not; null: nothing is owed. */
  owed: string | null;
  /** What is unusual; empty unless connected. */
  faults: SourceView['health'];
}

/** The sources of these contracts, in their order. Lateness and habits count for connected sources alone. */
export async function readSourceHealth(
  tx: Executor,
  contracts: readonly Contract[],
  today: string,
): Promise<SourceHealth[]> {
  const datasets = contracts.map((contract) => contract.dataset);
  const all = await readReceived(tx, datasets);
  const sources = new Map(
    (
      await tx.execute<{ id: number; dataset: string; state: SourceView['state']; fromOn: string }>(
        sql`select id, dataset, state, from_on::text as "fromOn" from sources`,
      )
    ).map((row) => [row.dataset, row]),
  );
  const medians = await readMedians(tx, contracts, all);
  return contracts.map((contract) => {
    const received = all.filter((one) => one.dataset === contract.dataset);
    const source = sources.get(contract.dataset);
    const isSaid = source !== undefined && source.fromOn <= today;
    const state = isSaid ? source.state : received.length > 0 ? 'connected' : 'planned';
    const late =
      state === 'connected'
        ? lateness(contract, received, source?.state === 'connected' ? source.fromOn : undefined, today)
        : undefined;
    const history = received
      .filter((one) => one.status !== 'withdrawn')
      .map((one) => ({ ...one, median: medians.get(one.id) ?? null }));
    return {
      ...{ contract, id: source?.id ?? null, state, stateFrom: isSaid ? source.fromOn : null, received },
      ...{ daysLate: late?.days ?? 0, owed: late?.owed.name ?? null },
      faults: state === 'connected' ? [...lateFault(late?.days ?? 0), ...unusual(contract, history)] : [],
    };
  });
}

function lateFault(days: number): SourceView['health'] {
  if (days === 0) return [];
  return [{ kind: 'late', names: { zh: `应交未交，已过${days}天`, en: `Due and not here, ${days} days ago` } }];
}

/** Deliveries of the datasets, oldest first, the last two dozen of each; superseded and withdrawn ones were delivered too. */
async function readReceived(tx: Executor, datasets: string[]): Promise<Received[]> {
  return await tx.execute<Received & Record<string, unknown>>(sql`
    select * from (select b.id, b.dataset, b.period, b.period_until::text as until, b.status, b.received_at::text as "receivedAt",
        (b.received_at at time zone 'Asia/Shanghai')::date::text as "receivedOn", b.rows_good as good, b.rows_rejected as rejected,
        b.empty_shares as "emptyShares",
        (select count(*)::int from waiting_rows w where w.batch_id = b.id and w.matched_at is null) as waiting,
        row_number() over (partition by b.dataset order by b.period_until desc nulls last, b.id desc) as place
      from batches b where b.dataset = any(${sql.param(datasets)}::text[]) and b.origin in ('delivery', 'push')) r
    where place <= ${LOOK_BACK} order by dataset, until nulls first, id`);
}

/** The median amount of each batch's rows, from a sample of their lines. */
async function readMedians(
  tx: Executor,
  contracts: readonly Contract[],
  received: readonly Received[],
): Promise<Map<number, number | null>> {
  const medians = new Map<number, number | null>();
  for (const { dataset, mode, facts } of contracts) {
    const kinds = facts.filter((fact) => fact.amount).map((fact) => fact.kind);
    const batches = received.filter((one) => one.dataset === dataset).slice(-MEDIANS);
    if (kinds.length === 0 || batches.length === 0) continue;
    // Lines are counted in the file, heading and rejects included; every step-th of them is asked for by the index.
    const wanted = batches.map(({ id, good, waiting, rejected }) => {
      const lines = good + waiting + rejected;
      return { id, last: lines + 10, step: Math.max(1, Math.floor(lines / SAMPLE)) };
    });
    const rows = await tx.execute<{ id: number; median: number | null }>(sql`
      select b.id, (select percentile_cont(0.5) within group (order by f.amount)::float8
        from ${mode === 'snapshot' ? sql`snapshot_rows` : sql`facts`} f
        where f.batch_id = b.id and f.kind = any(${sql.param(kinds)}::text[]) and f.amount is not null
          and f.line = any(array(select generate_series(1, b.last, b.step)))) as median
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as b(id bigint, last int, step int)`);
    for (const { id, median } of rows) medians.set(id, median);
  }
  return medians;
}

/**
 * The first period that should be here and is not, and the days since it was due; undefined: nothing is owed. Owed is what follows the
 * newest period delivered, or, of a source that never delivered, what follows the day it was connected.
 */
function lateness(
  contract: Contract,
  received: readonly Received[],
  since: string | undefined,
  today: string,
): { owed: Period; days: number } | undefined {
  const until = received.filter((one) => one.status === 'accepted' || one.status === 'held').at(-1)?.until;
  const owed = until ? nextPeriod(contract, until) : since ? periodAt(contract, since) : undefined;
  const due = owed && dueOn(contract, owed);
  return owed && due && due < today ? { owed, days: daysBetween(due, today) } : undefined;
}
