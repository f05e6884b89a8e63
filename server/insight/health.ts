// How each source is: what came when, what is late, and what is unlike its own history. Read-only; unusual is said, never acted on.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import type { SourceView } from '../flow/ingest/model.ts';
import { dayOf } from '../kernel/clock.ts';
import { daysBetween, dueOn, nextPeriod, periodAt } from './due.ts';
import { readSources } from './sources.ts';
import { type Delivery, unusual } from './unusual.ts';

/** Deliveries looked back on: the twelve periods shown, and what they are compared with. */
const LOOK_BACK = 24;
const SHOWN = 12;
/** Lines of a delivery whose amounts are looked at: evenly spread, so that a sorted file is no matter. */
const SAMPLE = 400;
/** The newest delivery and the six it is compared with, and some that were withdrawn. */
const MEDIANS = 9;

interface Received extends Delivery {
  dataset: string;
  period: string | null;
  status: string;
  receivedOn: string;
  receivedAt: string;
}

interface Stated {
  state: SourceView['state'];
  fromOn: string;
}

/** The sources of the catalogue, or those of one department, in the catalogue's order. */
export async function readHealth(
  tx: Executor,
  catalogue: Catalogue,
  now: Date,
  department?: string,
): Promise<SourceView[]> {
  const contracts = catalogue.contracts.filter((one) => department === undefined || one.department === department);
  const datasets = contracts.map((contract) => contract.dataset);
  const today = dayOf(now);
  const [received, sets, seen] = [
    await readReceived(tx, datasets),
    await readSets(tx),
    await readSources(tx, catalogue, now),
  ];
  const medians = await readMedians(tx, contracts, received);
  return contracts.map((contract) => {
    const own = received.filter((one) => one.dataset === contract.dataset);
    const set = sets.get(contract.dataset);
    const state: SourceView['state'] =
      set && set.fromOn <= today ? set.state : own.length > 0 ? 'connected' : 'planned';
    const reading = seen.find((one) => one.dataset === contract.dataset);
    const newest = own.filter((one) => one.status === 'accepted').at(-1);
    const since = set?.state === 'connected' ? set.fromOn : undefined;
    const daysLate = state === 'connected' ? lateness(contract, own, since, today) : 0;
    const isBlind = state !== 'planned' && (reading?.isBlind ?? false);
    const history = own
      .filter((one) => one.status !== 'withdrawn')
      .map((one) => ({ ...one, median: medians.get(one.id) ?? null }));
    return {
      dataset: contract.dataset,
      title: contract.title,
      department: contract.department,
      departmentNames: catalogue.departments.find((one) => one.code === contract.department)?.names ?? {
        zh: contract.department,
        en: contract.department,
      },
      legalBasis: contract.legal_basis,
      purpose: contract.purpose,
      mode: contract.mode,
      rhythm: contract.rhythm.every,
      dueDay: contract.rhythm.due_day ?? null,
      state,
      stateFrom: set && set.fromOn <= today ? set.fromOn : null,
      month: reading?.month ?? newest?.until ?? null,
      isLate: daysLate > 0,
      daysLate,
      isBlind,
      blinds: isBlind ? namesOfRules(catalogue, reading?.rules ?? []) : [],
      matchRate: newest && newest.good + newest.waiting > 0 ? newest.good / (newest.good + newest.waiting) : null,
      health: state === 'connected' ? [...late(daysLate), ...unusual(contract, history)] : [],
      periods: periodsOf(contract, own, today),
    };
  });
}

function late(days: number): SourceView['health'] {
  if (days === 0) return [];
  return [{ kind: 'late', names: { zh: `应交未交，已过${days}天`, en: `Due and not here, ${days} days ago` } }];
}

function namesOfRules({ book }: Catalogue, ids: readonly string[]): SourceView['blinds'] {
  return book.rules.filter((rule) => ids.includes(rule.id)).map((rule) => rule.definition.names);
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

async function readSets(tx: Executor): Promise<Map<string, Stated>> {
  const rows = await tx.execute<{ dataset: string; state: Stated['state']; fromOn: string }>(
    sql`select dataset, state, from_on::text as "fromOn" from sources`,
  );
  return new Map(rows.map((row) => [row.dataset, row]));
}

/** The median amount of each batch's rows, from a sample of their lines. */
async function readMedians(
  tx: Executor,
  contracts: Contract[],
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
 * Days since the first period that should be here and is not was due; 0: nothing is owed. Owed is what follows the newest period
 * delivered, or, of a source that never delivered, what follows the day it was connected.
 */
function lateness(contract: Contract, own: readonly Received[], since: string | undefined, today: string): number {
  const until = own.filter((one) => one.status === 'accepted' || one.status === 'held').at(-1)?.until;
  const owed = until ? nextPeriod(contract, until) : since ? periodAt(contract, since) : undefined;
  const due = owed && dueOn(contract, owed);
  return due && due < today ? daysBetween(due, today) : 0;
}

/** The last twelve periods; one that was skipped stands with no delivery. */
function periodsOf(contract: Contract, own: readonly Received[], today: string): SourceView['periods'] {
  const byPeriod = new Map<string, Received[]>();
  for (const one of own) if (one.period) byPeriod.set(one.period, [...(byPeriod.get(one.period) ?? []), one]);
  const first = own.find((one) => one.until)?.until;
  if (!first) return [];
  const newest = own.findLast((one) => one.until)!.until!;
  const periods = [...byPeriod.keys()];
  for (let at = periodAt(contract, first); at; at = nextPeriod(contract, at.until)) {
    const due = dueOn(contract, at);
    if (at.until > newest && (!due || due >= today)) break;
    if (!byPeriod.has(at.name)) periods.push(at.name);
  }
  return periods
    .sort()
    .slice(-SHOWN)
    .map((period) => {
      const batches = byPeriod.get(period) ?? [];
      const shown = batches.findLast((one) => one.status === 'accepted') ?? batches.at(-1);
      const at = shown?.until ? periodAt(contract, shown.until) : undefined;
      const due = at && dueOn(contract, at);
      // On time is whoever came on time first; a correction later does not make it late.
      const came = batches[0]?.receivedOn;
      return {
        period,
        receivedAt: shown ? new Date(shown.receivedAt).toISOString() : null,
        daysLate: due && came ? Math.max(0, daysBetween(due, came)) : null,
        good: shown?.good ?? 0,
        waiting: shown?.waiting ?? 0,
        rejected: shown?.rejected ?? 0,
      };
    });
}
