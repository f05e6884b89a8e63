// Taking a delivery back, or letting a held one in: above ingest and match, like the door itself. One transaction each.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/client.ts';
import type { Catalogue } from './catalogue.ts';
import type { Contract } from './flow/ingest/contract.ts';
import { moveHouseholdRows } from './flow/ingest/move.ts';
import { deriveSnapshot } from './flow/ingest/snapshot.ts';
import { lockIngest } from './flow/ingest/store.ts';
import { type End, endBatch, retractFacts, untieRows } from './flow/ingest/withdraw.ts';
import { findPairsOfBatch, findPairsOfPersons, forgetPairs } from './flow/match/pairs.ts';
import { findMovedRows } from './flow/match/registry.ts';
import { touchAfterBatch, touchChanged } from './flow/match/tie.ts';
import { isRegistered, retractRegistry } from './flow/match/withdraw.ts';
import { Problem } from './kernel/problem.ts';

/**
 * Takes a batch out of force, as if it had never come, and what clerks took in of its refused rows with it. Throws `not-found`, or
 * `state-conflict` when it is not in force.
 */
export async function withdrawBatch(
  tx: Transaction,
  catalogue: Catalogue,
  batchId: number,
  end: End,
  now: Date,
): Promise<void> {
  await lockIngest(tx);
  const contract = await contractOf(tx, catalogue, batchId);
  const added = await tx.execute<{ id: number }>(
    sql`select id from batches where adds_to = ${batchId} and status = 'accepted' order by id`,
  );
  for (const { id } of added) await takeOut(tx, { catalogue, contract, batchId: id }, end, now);
  const kinds = [...new Set(contract.facts.map((fact) => fact.kind))];
  // Queued before: afterwards nobody can tell whom it had named.
  await touchAfterBatch(tx, batchId, kinds, contract.mode === 'snapshot');
  await takeOut(tx, { catalogue, contract, batchId }, end, now);
}

/** Takes back the rows that a clerk's decision had taken in, and queues whom they were about. */
export async function withdrawAdded(
  tx: Transaction,
  catalogue: Catalogue,
  batchId: number,
  end: End,
  now: Date,
): Promise<void> {
  await lockIngest(tx);
  const [row] = await tx.execute<{ dataset: string }>(
    sql`select dataset from batches where id = ${batchId} and adds_to is not null`,
  );
  const contract = catalogue.contracts.find((one) => one.dataset === row?.dataset);
  if (!contract) throw new Problem('not-found');
  await takeOut(tx, { catalogue, contract, batchId }, end, now);
}

async function takeOut(
  tx: Transaction,
  { catalogue, contract, batchId }: { catalogue: Catalogue; contract: Contract; batchId: number },
  end: End,
  now: Date,
): Promise<void> {
  if (!(await endBatch(tx, batchId, end, now))) throw new Problem('state-conflict');
  await tx.execute(
    sql`create temporary table if not exists changed_subjects (subject_kind text, subject_id bigint) on commit drop`,
  );
  if (contract.mode === 'registry') {
    await retractRegistry(tx, batchId, now);
    await untieRows(tx, isRegistered, now);
    await findMovedRows(tx);
    await moveHouseholdRows(tx, now);
    for (const one of catalogue.contracts) if (one.mode === 'snapshot') await derive(tx, one, now);
    await findPairsOfPersons(tx, now);
  } else if (contract.mode === 'snapshot') {
    await derive(tx, contract, now);
  } else {
    await retractFacts(tx, batchId, isRegistered, now);
  }
  await touchChanged(tx, batchId);
  await forgetPairs(tx);
  for (const table of ['changed_subjects', 'registered', 'unknown_persons', 'moved_rows'])
    await tx.execute(sql`drop table if exists ${sql.identifier(table)}`);
}

/** Lets a held snapshot in, on a person's word. */
export async function confirmBatch(tx: Transaction, catalogue: Catalogue, batchId: number, now: Date): Promise<void> {
  await lockIngest(tx);
  const contract = await contractOf(tx, catalogue, batchId);
  const confirmed = await tx.execute(
    sql`update batches set status = 'accepted', in_force_from = ${now.toISOString()} where id = ${batchId} and status = 'held'`,
  );
  if (confirmed.count === 0) throw new Problem('state-conflict');
  await derive(tx, contract, now);
  await touchChanged(tx, batchId);
  await touchAfterBatch(
    tx,
    batchId,
    [...new Set(contract.facts.map((fact) => fact.kind))],
    contract.mode === 'snapshot',
  );
  await findPairsOfBatch(tx, batchId, now);
}

async function derive(tx: Transaction, contract: Contract, now: Date): Promise<void> {
  await deriveSnapshot(tx, contract.dataset, [...new Set(contract.facts.map((fact) => fact.kind))], now);
}

async function contractOf(tx: Transaction, catalogue: Catalogue, batchId: number): Promise<Contract> {
  const [row] = await tx.execute<{ dataset: string }>(
    sql`select dataset from batches where id = ${batchId} and origin in ('delivery', 'push')`,
  );
  const contract = catalogue.contracts.find((one) => one.dataset === row?.dataset);
  if (!contract) throw new Problem('not-found');
  return contract;
}
