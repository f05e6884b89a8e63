// The door for a file: checked, staged, tied to persons, settled, all in one transaction, so that a kill leaves nothing behind.
// It stands above ingest and match, which do not know of each other's order.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../db/client.ts';
import type { Catalogue } from './catalogue.ts';
import { type CheckedFile, checkFile, type Row } from './flow/ingest/check.ts';
import type { Contract } from './flow/ingest/contract.ts';
import { birthOf, maskId, sexOf } from './flow/ingest/identity.ts';
import { moveHouseholdRows } from './flow/ingest/move.ts';
import { importParameters } from './flow/ingest/parameters.ts';
import { FileRefused, type Reject } from './flow/ingest/reject.ts';
import { batchesToMatch, openStaging, settleRows, stageWaiting } from './flow/ingest/settle.ts';
import { deriveSnapshot } from './flow/ingest/snapshot.ts';
import { keepRejects, registryRows, stageFile } from './flow/ingest/stage.ts';
import * as store from './flow/ingest/store.ts';
import { bringRegistry, findMovedRows, type RegistryRow, stageRegistry } from './flow/match/registry.ts';
import { tieStaged, touchAfterBatch, touchAfterParameters, touchChanged } from './flow/match/tie.ts';
import { dayOf } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';

export interface HandInOptions {
  /** The delivery's name where `path` is a temporary file's. */
  name?: string;
  /** As a person gave it, when the file does not say. */
  period?: string;
  now: Date;
  receivedBy?: string | null;
}

export interface HandedIn {
  batchId: number;
  dataset: string;
  file: string;
  /** True when these very bytes are in force already (of a snapshot: for this period): nothing was changed. */
  isKnown: boolean;
}

/** Takes in one file. Throws FileRefused, and then nothing of it is kept. The same file twice changes nothing. */
export async function handIn(
  door: { flow: Database; keys: Keys; catalogue: Catalogue },
  path: string,
  options: HandInOptions,
): Promise<HandedIn> {
  const { keys, catalogue } = door;
  const name = options.name ?? basename(path);
  const file = await checkFile(path, catalogue.contracts, {
    name,
    ...(options.period ? { period: options.period } : {}),
  });
  const { contract, period } = file;
  if (period === undefined) throw periodUnknown(name, contract);
  // An increment's lines carry their own dates; a list without them may be the same for another month, and that is news.
  const sha256 = await digestOf(path, contract.mode === 'snapshot' ? period : '');
  return await door.flow.transaction(async (tx) => {
    await store.lockIngest(tx);
    const known = await store.findSameFile(tx, contract.dataset, sha256);
    const result = { dataset: contract.dataset, file: name };
    if (known !== undefined) return { ...result, batchId: known, isKnown: true };
    const batch = {
      dataset: contract.dataset,
      origin: 'delivery' as const,
      department: contract.department,
      fileName: name,
    };
    const received = { sha256, period, receivedAt: options.now, receivedBy: options.receivedBy ?? null };
    const batchId = await store.addBatch(tx, { ...batch, ...received });
    if (contract.mode === 'registry') await takeRegistry(tx, batchId, file, keys, catalogue, options.now);
    else await takeRows(tx, batchId, file, keys, options.now);
    await store.countRejects(tx, batchId);
    return { ...result, batchId, isKnown: false };
  });
}

/** Takes in local standards, all of the file or nothing, and queues whom they concern. Returns how many values are new. */
export async function handInParameters(
  door: { flow: Database; catalogue: Catalogue },
  path: string,
  now: Date,
): Promise<number> {
  const known = [...door.catalogue.book.catalogue.parameters.values()];
  return await door.flow.transaction(async (tx) => {
    const added = await importParameters(tx, path, known, now);
    if (added > 0) await touchAfterParameters(tx, now);
    return added;
  });
}

async function takeRows(tx: Transaction, batchId: number, file: CheckedFile, keys: Keys, now: Date): Promise<void> {
  const { contract } = file;
  await openStaging(tx);
  await stageFile(tx, batchId, file, keys);
  if (contract.period.kind === 'month') await store.noteMonths(tx, batchId, contract.mode === 'increment');
  await tieStaged(tx, store.spanOfPeriod(file.period)?.until ?? dayOf(now));
  await settleRows(tx, batchId, contract, now);
  await followUp(tx, batchId, contract, now);
}

/** After rows were settled: a snapshot's facts are derived anew, and the households concerned are queued. */
async function followUp(tx: Transaction, batchId: number, contract: Contract, now: Date): Promise<void> {
  const kinds = [...new Set(contract.facts.map((fact) => fact.kind))];
  if (contract.mode === 'snapshot') {
    await deriveSnapshot(tx, contract.dataset, kinds, now);
    await touchChanged(tx, batchId);
    await tx.execute(sql`truncate changed_subjects`);
  }
  await touchAfterBatch(tx, batchId, kinds);
}

async function takeRegistry(
  tx: Transaction,
  batchId: number,
  file: CheckedFile,
  keys: Keys,
  catalogue: Catalogue,
  now: Date,
): Promise<void> {
  const rejects: Reject[] = [];
  const rows = await stageRegistry(tx, encrypted(registryRows(file, rejects), keys));
  await keepRejects(tx, batchId, rejects);
  await store.countRegistryRows(tx, batchId, rows);
  await bringRegistry(tx, batchId, store.spanOfPeriod(file.period)!.from, now);
  await findMovedRows(tx);
  await moveHouseholdRows(tx, now);
  await touchChanged(tx, batchId);
  await tx.execute(sql`truncate changed_subjects`);
  const contracts = new Map(catalogue.contracts.map((contract) => [contract.dataset, contract]));
  for (const waiting of await batchesToMatch(tx)) {
    const contract = contracts.get(waiting.dataset);
    if (!contract) continue; // its contract was taken away; the rows go on waiting
    await stageWaiting(tx, waiting.id, now);
    await tieStaged(tx, await lastDayOf(tx, waiting.id, now));
    await settleRows(tx, waiting.id, contract, now);
    await followUp(tx, waiting.id, contract, now);
  }
  // Heads that moved change what snapshots by head say, even where no row waited.
  for (const contract of catalogue.contracts) {
    if (contract.mode === 'snapshot' && contract.subject === 'household-of-head')
      await followUp(tx, batchId, contract, now);
  }
}

async function lastDayOf(tx: Transaction, batchId: number, now: Date): Promise<string> {
  const [row] = await tx.execute<{ day: string | null }>(
    sql`select period_until::text as day from batches where id = ${batchId}`,
  );
  return row?.day ?? dayOf(now);
}

async function* encrypted(rows: AsyncIterable<Row>, keys: Keys): AsyncGenerator<RegistryRow> {
  const secret = (value: unknown) =>
    value === null || value === undefined || value === '' ? null : keys.encrypt(String(value));
  for await (const { line, values } of rows) {
    const id = String(values.id);
    yield {
      line,
      idHash: keys.hash(id),
      idCipher: keys.encrypt(id),
      idMasked: maskId(id),
      name: String(values.name ?? ''),
      sex: sexOf(id),
      bornOn: birthOf(id),
      phoneCipher: secret(values.phone),
      householdNumber: String(values.household_no),
      relation: String(values.relation),
      isHead: values.relation === '户主',
      settlement: values.residence_kind === '非农业' ? 'urban' : 'rural',
      villageCode: String(values.village_code),
      addressCipher: secret(values.address),
    };
  }
}

async function digestOf(path: string, period: string): Promise<string> {
  const hash = createHash('sha256').update(period);
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function periodUnknown(name: string, contract: Contract): FileRefused {
  const example = contract.period.kind === 'month' ? '2026-09' : '2026春';
  return new FileRefused('no-period', {
    zh: `“${name}”没有说明是哪一期。请在文件名里写上，或用 --period ${example}。`,
    en: `"${name}" does not say of which period it is: put it in the name, or give --period ${example}.`,
  });
}
