// A clerk's decision on a pair, and taking it back: one transaction, above ingest and match, since rows come and go with it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/client.ts';
import type { Catalogue } from './catalogue.ts';
import {
  type RefusedRow,
  readRefusedRows,
  settleRejects,
  unsettleRejects,
  withNumber,
} from './flow/ingest/near-numbers.ts';
import { acceptName, refuseName } from './flow/ingest/refused-names.ts';
import { batchesToMatch, settleRows, stageWaiting } from './flow/ingest/settle.ts';
import { deriveSnapshot } from './flow/ingest/snapshot.ts';
import { lockIngest } from './flow/ingest/store.ts';
import { untieRows } from './flow/ingest/withdraw.ts';
import { linkPersons, touchDecided, unlinkPersons } from './flow/match/identities.ts';
import type { PairVerb } from './flow/match/model.ts';
import { type DecidablePair, openPair } from './flow/match/pair-store.ts';
import { findPairsOfBatch, forgetPairs } from './flow/match/pairs.ts';
import { tieStaged } from './flow/match/tie.ts';
import { isRegistered } from './flow/match/withdraw.ts';
import { handInto } from './hand-in.ts';
import type { Keys } from './kernel/keys.ts';
import { Problem } from './kernel/problem.ts';
import { csvText } from './kernel/table-text.ts';
import { withdrawAdded } from './withdraw.ts';

export interface Decision {
  pairId: string;
  verb: PairVerb;
  reason: string;
  by: string | null;
  /** As whom two numbers count from now on: the first of the pair (default), or the other. */
  keeps?: 'person' | 'other';
  /** The version that the clerk has seen; left out at the command line. */
  version?: number;
}

interface Deciding {
  tx: Transaction;
  keys: Keys;
  catalogue: Catalogue;
  pair: DecidablePair;
  decision: Decision;
  now: Date;
}

/**
 * Links, dismisses, or takes either back. Throws `state-conflict` when the pair is no longer where the verb begins, `version-conflict`
 * when somebody decided meanwhile. Returns the pair's place, and its state: null when, taken back, the data no longer gives rise to it.
 */
export async function decidePair(
  tx: Transaction,
  { keys, catalogue }: { keys: Keys; catalogue: Catalogue },
  decision: Decision,
  now: Date,
): Promise<{ areaCode: string; version: number; state: string | null }> {
  await lockIngest(tx);
  const pair = await openPair(tx, decision, now);
  const deciding = { tx, keys, catalogue, pair, decision, now };
  if (decision.verb === 'undo') await undo(deciding);
  else if (decision.verb === 'link') await link(deciding);
  else if (pair.kind === 'two-names') await partNames(deciding);
  await forgetPairs(tx);
  const [left] = await tx.execute<{ state: string; version: number }>(
    sql`select state, version from candidate_pairs where id = ${pair.id}`,
  );
  return { areaCode: pair.areaCode, version: left?.version ?? pair.version + 1, state: left?.state ?? null };
}

async function link(deciding: Deciding): Promise<void> {
  const { tx, pair, decision, now } = deciding;
  if (pair.kind === 'near-number') return await takeRowsIn(deciding);
  // A misspelt name changes nothing: its rows are in force already.
  if (pair.kind === 'two-names' || pair.otherId === null) return;
  const [personId, sameAsId] =
    decision.keeps === 'other' ? [pair.personId, pair.otherId] : [pair.otherId, pair.personId];
  const { by, reason } = decision;
  await linkPersons(tx, { pairId: pair.id, personId, sameAsId, by, reason }, now);
}

async function undo(deciding: Deciding): Promise<void> {
  const { tx, catalogue, pair, decision, now } = deciding;
  const was = pair.state;
  if (pair.kind === 'same-name-birth-village' && was === 'linked') await unlinkPersons(tx, pair.id, pair.personId, now);
  if (pair.kind === 'two-names' && was === 'dismissed') await joinNames(deciding);
  if (pair.kind !== 'near-number') return;
  if (was === 'linked' && pair.resultBatchId !== null) {
    const end = { status: 'withdrawn' as const, reason: decision.reason, by: decision.by };
    await unsettleRejects(tx, pair.resultBatchId);
    await withdrawAdded(tx, catalogue, pair.resultBatchId, end, now);
  }
  // Others whom the row might mean are a question again.
  if (pair.batchId !== null) await findPairsOfBatch(tx, pair.batchId, now);
}

/** The refused rows come in by the door they came to first, with the right number, each on its own line. */
async function takeRowsIn({ tx, keys, catalogue, pair, decision, now }: Deciding): Promise<void> {
  const { batchId, otherHash: idHash, otherName: name } = pair;
  if (batchId === null || idHash === null || name === null) throw new Problem('state-conflict');
  const { headings, rows } = await readRefusedRows(tx, { batchId, idHash, name }, keys);
  if (rows.length === 0)
    throw new Problem(
      'state-conflict',
      '这几行已按另一对收下，或原始内容已清除。 / These rows were taken in by another pair, or their cells were purged.',
    );
  const [original] = await tx.execute<{ file: string; period: string | null; cipher: Buffer }>(sql`
    select b.file_name as file, b.period, p.id_cipher as cipher from batches b, persons p
    where b.id = ${batchId} and p.id = ${pair.personId}`);
  const number = keys.decrypt(original!.cipher);
  const content = linesOf(headings, rows, number);
  const folder = await mkdtemp(join(tmpdir(), 'shouwang-row-'));
  try {
    const path = join(folder, 'rows.csv');
    await writeFile(path, content, { mode: 0o600 });
    const said = { name: original!.file, ...(original!.period && { period: original!.period }) };
    const taken = await handInto(tx, { keys, catalogue }, path, {
      ...said,
      ...{ now, addsTo: batchId, receivedBy: decision.by },
    });
    const [counts] = await tx.execute<{ rejected: number }>(
      sql`select rows_rejected as rejected from batches where id = ${taken.batchId}`,
    );
    if (taken.isKnown || counts!.rejected > 0)
      throw new Problem(
        'state-conflict',
        '号码改对后这几行还有别的错，请部门改正后再交。 / With the right number these rows have other faults: let their department correct them.',
      );
    await settleRejects(
      tx,
      rows.map((row) => row.id),
      taken.batchId,
    );
    await tx.execute(sql`update candidate_pairs set result_batch_id = ${taken.batchId} where id = ${pair.id}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rows as a CSV in which each stands on the line it had, so that evidence names the line its department knows. */
function linesOf(headings: readonly string[], rows: readonly RefusedRow[], number: string): string {
  let text = csvText([headings]);
  let line = text.split('\n').length;
  for (const row of rows) {
    const written = csvText([withNumber(headings, row, number)]).replace('\ufeff', '');
    text += '\r\n'.repeat(Math.max(0, row.line - line)) + written;
    line = Math.max(line, row.line) + written.split('\n').length - 1;
  }
  return text;
}

/** The rows under the other name are somebody else's: they wait, and so will those that come. */
async function partNames({ tx, catalogue, pair, now }: Deciding): Promise<void> {
  const [person] = await tx.execute<{ hash: Buffer; name: string }>(
    sql`select id_hash as hash, name from persons where id = ${pair.personId}`,
  );
  const { hash, name } = person!;
  const datasets = await tx.execute<{ dataset: string }>(sql`select distinct b.dataset from name_differences d
    join batches b on b.id = d.batch_id where d.id_hash = ${hash} and d.name = ${pair.otherName}`);
  await refuseName(tx, { idHash: hash, name: pair.otherName! }, now);
  await tx.execute(sql`create temporary table unknown_persons on commit drop as
    select ${pair.personId}::bigint as person_id, ${hash}::bytea as id_hash, ${name}::text as name, ${pair.otherName}::text as only_name`);
  await untieRows(tx, isRegistered, now);
  await tx.execute(sql`drop table unknown_persons`);
  await deriveSome(
    tx,
    catalogue,
    datasets.map((row) => row.dataset),
    now,
  );
  await touchDecided(tx);
}

/** The clerk's word is taken back: the rows that wait under the name are the person's again. */
async function joinNames({ tx, catalogue, pair, now }: Deciding): Promise<void> {
  const [person] = await tx.execute<{ hash: Buffer }>(
    sql`select id_hash as hash from persons where id = ${pair.personId}`,
  );
  await acceptName(tx, { idHash: person!.hash, name: pair.otherName! }, now);
  await tx.execute(sql`create temporary table arrived_ids on commit drop as select ${person!.hash}::bytea as id_hash`);
  await tx.execute(sql`create temporary table changed_subjects (subject_kind text, subject_id bigint) on commit drop`);
  const batches = await batchesToMatch(tx);
  for (const waiting of batches) {
    const contract = catalogue.contracts.find((one) => one.dataset === waiting.dataset);
    if (!contract) continue;
    await stageWaiting(tx, waiting.id, now);
    const [batch] = await tx.execute<{ day: string }>(
      sql`select coalesce(period_until, received_at::date)::text as day from batches where id = ${waiting.id}`,
    );
    await tieStaged(tx, batch!.day);
    await settleRows(tx, waiting.id, contract, now);
  }
  await tx.execute(sql`drop table arrived_ids`);
  await tx.execute(sql`insert into changed_subjects values ('person', ${pair.personId})`);
  await deriveSome(
    tx,
    catalogue,
    batches.map((batch) => batch.dataset),
    now,
  );
  await touchDecided(tx);
}

/** Of these datasets the snapshots are derived anew. */
async function deriveSome(tx: Transaction, catalogue: Catalogue, datasets: string[], now: Date): Promise<void> {
  for (const { mode, dataset, facts } of catalogue.contracts)
    if (mode === 'snapshot' && datasets.includes(dataset))
      await deriveSnapshot(tx, dataset, [...new Set(facts.map((fact) => fact.kind))], now);
}
