// Pairs as they stand: opened for a decision, listed for a clerk, and both sides of one.
import { type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Executor, Transaction } from '../../../db/client.ts';
import { Problem } from '../../kernel/problem.ts';
import {
  PAIR_MOVES,
  type PairFilter,
  type PairKind,
  type PairRow,
  type PairSide,
  type PairState,
  type PairVerb,
} from './model.ts';
import { householdOf } from './tie.ts';

/** A pair under decision, in the state in which it was found. */
export interface DecidablePair {
  id: string;
  kind: PairKind;
  state: PairState;
  version: number;
  personId: number;
  otherId: number | null;
  batchId: number | null;
  otherName: string | null;
  otherHash: Buffer | null;
  areaCode: string;
  resultBatchId: number | null;
}

/** Moves a pair to where the verb leads, and returns it as it was. Throws when it has moved on meanwhile. */
export async function openPair(
  tx: Transaction,
  move: { pairId: string; verb: PairVerb; reason: string; by: string | null; version?: number },
  now: Date,
): Promise<DecidablePair> {
  const [pair] = await tx.execute<DecidablePair & Record<string, unknown>>(sql`
    select id, kind, state, version, person_id as "personId", other_id as "otherId", batch_id as "batchId", other_name as "otherName",
      other_hash as "otherHash", area_code as "areaCode", result_batch_id as "resultBatchId"
    from candidate_pairs where id = ${move.pairId} for update`);
  if (!pair) throw new Problem('not-found');
  const { from, to } = PAIR_MOVES[move.verb];
  if (!from.includes(pair.state))
    throw new Problem(
      'state-conflict',
      `它现在是“${STATES[pair.state]}”，别人可能刚定过。 / It is ${pair.state} now: somebody may just have decided.`,
    );
  if (move.version !== undefined && move.version !== pair.version) throw new Problem('version-conflict');
  if (move.verb === 'undo' && (await isMoot(tx, pair)))
    throw new Problem('state-conflict', '那一批数据已撤回或被替换。 / Its delivery was taken back or replaced.');
  await tx.execute(sql`update candidate_pairs set state = ${to}, version = version + 1, decided_at = ${now.toISOString()},
    decided_by = ${move.by}, reason = ${move.reason}, result_batch_id = null where id = ${pair.id}`);
  return pair;
}

const STATES: Record<PairState, string> = { open: '待定', linked: '已认定', dismissed: '已排除' };

/** What was taken in went with the delivery it belonged to: there is nothing left to take back. */
async function isMoot(tx: Executor, { resultBatchId }: DecidablePair): Promise<boolean> {
  if (resultBatchId === null) return false;
  const [row] = await tx.execute(sql`select 1 from batches where id = ${resultBatchId} and status = 'accepted'`);
  return row === undefined;
}

/** Pairs that `only` (SQL on `k`) lets through, the longest waiting first. */
export async function listPairs(tx: Executor, only: SQL, limit: number): Promise<PairRow[]> {
  const rows = await tx.execute<PairRow & Record<string, unknown>>(sql`
    select k.id, k.kind, k.state, k.version, p.name, p.id_masked as "idMasked", coalesce(k.other_name, q.name) as "otherName",
      coalesce(k.other_masked, q.id_masked) as "otherMasked", k.area_code as "areaCode", k.found_at as "foundAt", k.decided_at as "decidedAt",
      u.name as "decidedBy", k.reason, coalesce(t.name, '') || ' ' || coalesce(a.name, '') as place
    from candidate_pairs k join persons p on p.id = k.person_id left join persons q on q.id = k.other_id
    left join areas a on a.code = k.area_code left join areas t on t.code = left(k.area_code, 9) left join users u on u.id = k.decided_by
    where ${only} order by k.id limit ${limit}`);
  const iso = (at: string) => new Date(at).toISOString();
  return rows.map((row) => ({
    ...row,
    otherName: row.otherName ?? row.name,
    foundAt: iso(row.foundAt),
    decidedAt: row.decidedAt && iso(row.decidedAt),
  }));
}

/** SQL on `k`: what the filter of the list asks for, behind the last row seen. */
export function filterOf(filter: z.output<typeof PairFilter>, after: string | undefined): SQL {
  return sql`k.state = ${filter.state} and ${filter.kind ? sql`k.kind = ${filter.kind}` : sql`true`}
    and ${after ? sql`k.id > ${after}::uuid` : sql`true`}`;
}

type Titles = ReadonlyMap<string, { zh: string; en: string }>;

/** Both sides of a pair, the registered person first. */
export async function readSides(tx: Executor, pairId: string, titles: Titles): Promise<[PairSide, PairSide]> {
  const [pair] = await tx.execute<{
    kind: PairKind;
    person: number;
    other: number | null;
    batch: number | null;
    name: string | null;
    masked: string | null;
    hash: Buffer | null;
  }>(sql`select kind, person_id as person, other_id as other, batch_id as batch, other_name as name, other_masked as masked,
    other_hash as hash from candidate_pairs where id = ${pairId}`);
  if (!pair) throw new Problem('not-found');
  const underOther = sql`exists (select 1 from name_differences d where d.batch_id = f.batch_id and d.line = f.line and d.name = ${pair.name})`;
  const isNames = pair.kind === 'two-names';
  const first = await personSide(tx, pair.person, isNames ? sql`not ${underOther}` : sql`true`, titles);
  if (pair.other !== null) return [first, await personSide(tx, pair.other, sql`true`, titles)];
  const nobody = { sex: null, bornOn: null, diedOn: null, village: null, household: null, relation: null };
  if (isNames) {
    const rows = await countFacts(tx, pair.person, underOther, titles);
    return [first, { is: 'name', name: pair.name!, idMasked: first.idMasked, ...nobody, rows, file: null }];
  }
  const [file] = await tx.execute<{ name: string; dataset: string; lines: number[] | null }>(sql`
    select b.file_name as name, b.dataset, (select array_agg(r.line order by r.line) from rejects r
      where r.batch_id = b.id and r.id_hash = ${pair.hash} and r.name = ${pair.name}) as lines
    from batches b where b.id = ${pair.batch}`);
  const { name, dataset, lines } = file!;
  const rows = [{ kind: 'rows', dataset, title: titles.get(dataset)!, count: lines?.length ?? 0, latest: null }];
  const side = {
    name: pair.name!,
    idMasked: pair.masked,
    ...nobody,
    rows,
    file: { name, lines: (lines ?? []).slice(0, 20) },
  };
  return [first, { is: 'refused-rows', ...side }];
}

async function personSide(tx: Executor, id: number, only: SQL, titles: Titles): Promise<PairSide> {
  const [person] = await tx.execute<Omit<PairSide, 'is' | 'rows' | 'file'>>(sql`
    select p.name, p.id_masked as "idMasked", p.sex, p.born_on::text as "bornOn", h.registry_number as household,
      coalesce(t.name, '') || ' ' || coalesce(a.name, '') as village,
      (select m.relation from memberships m where m.person_id = p.id and m.household_id = h.id and m.retracted_at is null
        order by m.from_on desc, m.batch_id desc, m.line desc limit 1) as relation,
      (select min(f.on_date)::text from facts f where f.kind = 'life.death' and f.subject_kind = 'person' and f.subject_id = p.id
        and f.retracted_at is null) as "diedOn"
    from persons p left join households h on h.id = ${householdOf(sql`p.id`, sql`'infinity'::date`)}
    left join areas a on a.code = h.area_code left join areas t on t.code = left(h.area_code, 9) where p.id = ${id}`);
  return { is: 'person', ...person!, rows: await countFacts(tx, id, only, titles), file: null };
}

async function countFacts(tx: Executor, person: number, only: SQL, titles: Titles): Promise<PairSide['rows']> {
  const rows = await tx.execute<{ kind: string; dataset: string; count: number; latest: string }>(sql`
    select f.kind, b.dataset, count(*)::int as count, max(coalesce(f.until_date, f.on_date))::text as latest
    from facts f join batches b on b.id = f.batch_id
    where f.retracted_at is null and ${only} and (f.subject_kind = 'person' and f.subject_id = ${person}
      or f.subject_kind = 'household' and f.named_person_id = ${person}
        and f.subject_id = any(array(select household_id from memberships where person_id = ${person})))
    group by 1, 2 order by 3 desc, 1`);
  return rows.map((row) => ({ ...row, title: titles.get(row.dataset) ?? { zh: row.dataset, en: row.dataset } }));
}
