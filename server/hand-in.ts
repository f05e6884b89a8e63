// The door for a file: checked, staged, tied to persons, settled, all in one transaction, so that a kill leaves nothing behind.
// It stands above ingest and match, which do not know of each other's order.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../db/client.ts';
import type { Catalogue } from './catalogue.ts';
import { type CheckedFile, checkFile, type Row } from './flow/ingest/check.ts';
import { requireConsent } from './flow/ingest/consent.ts';
import { readConsents } from './flow/ingest/consent-store.ts';
import type { Contract } from './flow/ingest/contract.ts';
import { birthOf, maskId, sexOf } from './flow/ingest/identity.ts';
import { refuseRealPeople } from './flow/ingest/invented.ts';
import { readLayouts } from './flow/ingest/layout-store.ts';
import { moveHouseholdRows } from './flow/ingest/move.ts';
import { keepNearNumbers } from './flow/ingest/near-numbers.ts';
import { importParameters } from './flow/ingest/parameters.ts';
import { periodUnknown } from './flow/ingest/period.ts';
import { batchesToMatch, openStaging, settleRows, stageWaiting } from './flow/ingest/settle.ts';
import { deriveSnapshot } from './flow/ingest/snapshot.ts';
import { registryRows, stageFile } from './flow/ingest/stage.ts';
import * as store from './flow/ingest/store.ts';
import { findCorrected, findSamePeriod, holdBatch, shareEnded } from './flow/ingest/supersede.ts';
import { findPairsOfBatch, findPairsOfPersons } from './flow/match/pairs.ts';
import { bringRegistry, findMovedRows, type RegistryRow, stageRegistry } from './flow/match/registry.ts';
import { tieStaged, touchAfterBatch, touchAfterParameters, touchChanged, touchNamed } from './flow/match/tie.ts';
import { dayOf } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';
import { withdrawBatch } from './withdraw.ts';

export interface HandInOptions {
  /** The delivery's name where `path` is a temporary file's. */
  name?: string;
  /** As a person gave it, when the file does not say. */
  period?: string;
  now: Date;
  receivedBy?: string | null;
  channel?: 'delivery' | 'push';
  /** The batch that this one corrects, when a person says so; it is superseded whatever the lines say. */
  corrects?: number;
  /** The batch whose refused rows these are, by a clerk's decision: they stand beside it and take no batch's place. */
  addsTo?: number;
  /** Called on the way with the rows read so far. */
  onRows?: (rows: number) => void;
  /** Stops on the way; nothing of the file is kept. */
  signal?: AbortSignal;
}

export interface HandedIn {
  batchId: number;
  dataset: string;
  file: string;
  /** True when these very bytes are in force already (of a snapshot: for this period): nothing was changed. */
  isKnown: boolean;
  /** A snapshot that would end too much: it waits for a person, and nothing changed yet. */
  isHeld: boolean;
  /** Batches whose place it took. */
  supersedes: number[];
}

/** What the door needs: the flow's pool, the keys of personal numbers, the policy data. */
export interface Door {
  flow: Database;
  keys: Keys;
  catalogue: Catalogue;
}

/** Takes in one file. Throws FileRefused, and then nothing of it is kept. The same file twice changes nothing. */
export async function handIn(door: Door, path: string, options: HandInOptions): Promise<HandedIn> {
  return await door.flow.transaction((tx) => handInto(tx, door, path, options));
}

/** `handIn` within a transaction of the caller's: to look at what it would change, and roll it back. */
export async function handInto(
  tx: Transaction,
  { keys, catalogue }: Pick<Door, 'keys' | 'catalogue'>,
  path: string,
  options: HandInOptions,
): Promise<HandedIn> {
  const name = options.name ?? basename(path);
  await refuseRealInRehearsal(tx, path);
  const checked = await checkFile(path, catalogue.contracts, {
    name,
    layouts: await readLayouts(tx),
    ...(options.period ? { period: options.period } : {}),
  });
  const { contract, period } = checked;
  if (period === undefined) throw periodUnknown(name, contract);
  const sha256 = await digestOf(path, saltOf(contract, period, options.addsTo));
  await store.lockIngest(tx);
  const known = await store.findSameFile(tx, contract.dataset, sha256);
  const result = { dataset: contract.dataset, file: name, isHeld: false, supersedes: [] as number[] };
  if (known !== undefined) return { ...result, batchId: known, isKnown: true };
  const { dataset, department } = contract;
  const consents = contract.consent_required ? await readConsents(tx, dataset, dayOf(options.now)) : undefined;
  const file = consents ? requireConsent(checked, (id) => consents.has(keys.hash(id).toString('hex'))) : checked;
  const batchId = await store.addBatch(tx, {
    ...{
      dataset,
      department,
      fileName: name,
      sha256,
      period,
      origin: options.addsTo ? 'decision' : (options.channel ?? 'delivery'),
    },
    addsTo: options.addsTo ?? null,
    headings: file.headings,
    ...{ receivedAt: options.now, receivedBy: options.receivedBy ?? null },
  });
  const taking = { tx, batchId, file, keys, catalogue, options };
  const taken = contract.mode === 'registry' ? await takeRegistry(taking) : await takeRows(taking);
  await store.countRejects(tx, batchId);
  await keepNearNumbers(tx, batchId, file, keys);
  if (!taken.isHeld) await findPairsOfBatch(tx, batchId, options.now);
  return { ...result, ...taken, batchId, isKnown: false };
}

/** In a rehearsal, refuses a file that speaks of anybody real. Every door asks first, before it looks for a layout or keeps a file. */
export async function refuseRealInRehearsal(db: Pick<Database, 'execute'>, path: string): Promise<void> {
  const [rehearsal] = await db.execute(sql`select 1 from settings where key = 'rehearsal' and value = 'on'`);
  if (rehearsal) await refuseRealPeople(path);
}

interface Taking {
  tx: Transaction;
  batchId: number;
  file: CheckedFile;
  keys: Keys;
  catalogue: Catalogue;
  options: HandInOptions;
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

async function takeRows({
  tx,
  batchId,
  file,
  keys,
  catalogue,
  options,
}: Taking): Promise<Pick<HandedIn, 'isHeld' | 'supersedes'>> {
  const { contract } = file;
  const { now, corrects, addsTo } = options;
  const kinds = [...new Set(contract.facts.map((fact) => fact.kind))];
  await openStaging(tx);
  await stageFile(tx, batchId, file, keys, options);
  // What months its source has delivered, the batch told to which a clerk's rows are added.
  if (contract.period.kind === 'month' && addsTo === undefined)
    await store.noteMonths(tx, batchId, contract.mode === 'increment');
  await tieStaged(tx, store.spanOfPeriod(file.period)?.until ?? dayOf(now));
  const found = contract.mode === 'snapshot' ? await findSamePeriod(tx, batchId) : await findCorrected(tx, batchId);
  await settleRows(tx, batchId, contract, now);
  if (addsTo !== undefined) {
    if (contract.mode === 'snapshot') await deriveSnapshot(tx, contract.dataset, kinds, now);
    await touchNamed(tx, batchId);
    return { isHeld: false, supersedes: [] };
  }
  if (contract.mode === 'snapshot') {
    const share = await shareEnded(tx, batchId, kinds);
    if (share !== null && share > contract.hold_share) {
      await holdBatch(tx, batchId, share);
      return { isHeld: true, supersedes: [] };
    }
  }
  const supersedes = [...new Set([...found, ...(corrects === undefined ? [] : [corrects])])];
  for (const old of supersedes) await supersede(tx, catalogue, old, batchId, now);
  await followUp(tx, batchId, contract, now);
  return { isHeld: false, supersedes };
}

/** The corrected delivery takes an earlier one's place. */
async function supersede(
  tx: Transaction,
  catalogue: Catalogue,
  old: number,
  batchId: number,
  now: Date,
): Promise<void> {
  await withdrawBatch(
    tx,
    catalogue,
    old,
    { status: 'superseded', reason: 'corrected', by: null, supersededBy: batchId },
    now,
  );
}

/** After rows were settled: a snapshot's facts are derived anew, and the households concerned are queued. */
async function followUp(tx: Transaction, batchId: number, contract: Contract, now: Date): Promise<void> {
  const kinds = [...new Set(contract.facts.map((fact) => fact.kind))];
  if (contract.mode === 'snapshot') {
    await deriveSnapshot(tx, contract.dataset, kinds, now);
    await touchChanged(tx, batchId);
    await tx.execute(sql`truncate changed_subjects`);
  }
  await touchAfterBatch(tx, batchId, kinds, contract.mode === 'snapshot');
}

async function takeRegistry({
  tx,
  batchId,
  file,
  keys,
  catalogue,
  options,
}: Taking): Promise<Pick<HandedIn, 'isHeld' | 'supersedes'>> {
  const { now, corrects } = options;
  // A registry adds and updates; that a second file of a month is the first one corrected, only a person can say.
  if (corrects !== undefined) await supersede(tx, catalogue, corrects, batchId, now);
  const rows = await stageRegistry(tx, encrypted(registryRows(tx, batchId, file, keys, options), keys));
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
  await findPairsOfPersons(tx, now);
  // Heads that moved change what snapshots by head say, even where no row waited.
  for (const contract of catalogue.contracts) {
    if (contract.mode === 'snapshot' && contract.subject === 'household-of-head')
      await followUp(tx, batchId, contract, now);
  }
  return { isHeld: false, supersedes: corrects === undefined ? [] : [corrects] };
}

async function lastDayOf(tx: Transaction, batchId: number, now: Date): Promise<string> {
  const [row] = await tx.execute<{ day: string | null }>(
    sql`select period_until::text as day from batches where id = ${batchId}`,
  );
  return row?.day ?? dayOf(now);
}

async function* encrypted(pieces: AsyncIterable<Row[]>, keys: Keys): AsyncGenerator<RegistryRow[]> {
  for await (const rows of pieces) yield rows.map((row) => encryptedRow(row, keys));
}

function encryptedRow({ line, values }: Row, keys: Keys): RegistryRow {
  const secret = (value: unknown) =>
    value === null || value === undefined || value === '' ? null : keys.encrypt(String(value));
  const id = String(values.id);
  return {
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

/** A list without dates may be the same for another month, and a clerk's row the same for another batch: that is news. */
function saltOf({ mode }: Contract, period: string, addsTo: number | undefined): string {
  return `${mode === 'snapshot' ? period : ''}${addsTo === undefined ? '' : ` ${addsTo}`}`;
}

async function digestOf(path: string, period: string): Promise<string> {
  const hash = createHash('sha256').update(period);
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
