// Pairs that may be one person: found with every delivery, in any order; decided by a clerk; taken back without a trace.
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { decidePair } from '../../server/decide-pair.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';
import { nearNumbers } from '../../server/flow/ingest/near-numbers.ts';
import type { PairVerb } from '../../server/flow/match/model.ts';
import { withdrawBatch } from '../../server/withdraw.ts';
import { CATALOGUE, KEYS } from '../support/catalogue.ts';
import {
  batchesByFile,
  expectSame,
  type Flow,
  factsInForce,
  files,
  idOf,
  openFlow,
  shuffled,
} from '../support/flow.ts';

const DAY = '2026-10-31';
const NOW = new Date('2026-10-31T12:00:00+08:00');
const [mei, gang, lin] = [idOf(2), idOf(3), idOf(5)];

/** One digit wrong, so that the check digit is. */
const slipped = (id: string) => `${id.slice(0, 15)}${(Number(id[15]) + 1) % 10}${id.slice(16)}`;
/** Two neighbours swapped. */
const swapped = (id: string) => `${id.slice(0, 7)}${id[8]}${id[7]}${id.slice(9)}`;

interface Pair {
  id: string;
  kind: string;
  state: string;
  name: string;
  other: string | null;
  line: number | null;
}

async function pairsOf(flow: Flow): Promise<Pair[]> {
  return await flow.db.execute<Pair & Record<string, unknown>>(sql`select k.id, k.kind, k.state, p.name, k.line,
      coalesce(k.other_name, encode(q.id_hash, 'hex')) as other
    from candidate_pairs k join persons p on p.id = k.person_id left join persons q on q.id = k.other_id order by 2, 4, 5, 6`);
}

/** Open pairs without ids. */
async function openPairs(flow: Flow): Promise<string[]> {
  return (await pairsOf(flow))
    .filter((pair) => pair.state === 'open')
    .map(({ kind, name, other, line }) => `${kind} ${name} ${other} ${line}`)
    .sort();
}

async function decide(flow: Flow, verb: PairVerb, id?: string) {
  const pairId = id ?? (await pairsOf(flow))[0]!.id;
  return await flow.db.transaction((tx) =>
    decidePair(tx, { keys: KEYS, catalogue: CATALOGUE }, { pairId, verb, reason: '核对过户口簿', by: null }, NOW),
  );
}

async function withdraw(flow: Flow, batchId: number): Promise<void> {
  const end = { status: 'withdrawn' as const, reason: 'wrong file', by: null };
  await flow.db.transaction((tx) => withdrawBatch(tx, CATALOGUE, batchId, end, NOW));
}

async function countsOf(flow: Flow) {
  return [...(await batchesByFile(flow.db)).values()].map(({ file, good, waiting, rejected, nameDiffers }) => ({
    ...{ file, good, waiting, rejected, nameDiffers },
  }));
}

const residents = (period = '202609') =>
  files.registry(period, [
    { id: mei, household: 'H1', name: '金顺姬' },
    { id: gang, household: 'H2', name: '李刚' },
  ]);
const wages = (id: string) =>
  files.wages('202609', [
    { id: gang, month: '202608', amount: 3000 },
    { id: slipped(id), month: '202608', amount: 2500 },
    { id: slipped(id), month: '202609', amount: 2600 },
  ]);

describe('the numbers near a wrong one', () => {
  it('are valid, one digit or one swap away, and contain the right one', () => {
    for (const wrong of [slipped(mei), swapped(lin)]) {
      const near = nearNumbers(wrong);
      expect(near.length).toBeGreaterThan(5);
      expect(near.length).toBeLessThan(45);
      for (const one of near) expect(checkDigit(one.slice(0, 17))).toBe(one[17]);
    }
    expect(nearNumbers(slipped(mei))).toContain(mei);
    expect(nearNumbers(swapped(lin))).toContain(lin);
  });
});

describe('a refused number that is nearly somebody’s of the same name', () => {
  it('is one question for its lines of a batch, whichever came first, and disappears with its batch', async () => {
    const flow = await openFlow();
    const batch = await flow.hand(wages(mei), DAY);
    expect(await openPairs(flow)).toEqual([]);
    await flow.hand(residents(), DAY);
    expect(await openPairs(flow)).toEqual(['near-number 金顺姬 金顺姬 3', 'two-names 李刚 金顺姬 null']);
    await withdraw(flow, batch.batchId);
    expect(await openPairs(flow)).toEqual([]);
  });

  it('linked: the rows are taken in on their own lines, the delivery’s counts stay; undone: as before', async () => {
    const flow = await openFlow();
    await flow.hand(residents(), DAY);
    const { batchId } = await flow.hand(wages(mei), DAY);
    const [before, counts] = [await factsInForce(flow.db), await countsOf(flow)];
    const near = (await pairsOf(flow)).find((pair) => pair.kind === 'near-number')!;
    await flow.turn(DAY);
    await decide(flow, 'link', near.id);
    const rows = await flow.db.execute<{ line: number; amount: number; status: string }>(sql`
      select f.line, f.amount, b.status from facts f join batches b on b.id = f.batch_id where b.adds_to = ${batchId} order by 1`);
    expect(rows).toEqual([
      { line: 3, amount: 250000, status: 'accepted' },
      { line: 4, amount: 260000, status: 'accepted' },
    ]);
    expect(await countsOf(flow)).toEqual(counts);
    const touched = await flow.db.execute(sql`select distinct h.registry_number as n from touched_households t
      join households h on h.id = t.household_id`);
    expect(touched).toEqual([{ n: 'H1' }]);
    const left = await flow.db.execute(sql`select 1 from rejects where batch_id = ${batchId} and settled_by is null`);
    expect(left).toHaveLength(0);
    await expect(decide(flow, 'link', near.id)).rejects.toMatchObject({ code: 'state-conflict' });
    await decide(flow, 'undo', near.id);
    expectSame(await factsInForce(flow.db), before);
    expect((await pairsOf(flow)).find((pair) => pair.id === near.id)?.state).toBe('open');
    await decide(flow, 'link', near.id);
    expect(await factsInForce(flow.db)).toHaveLength(3);
  });

  it('linked, and its delivery taken back: the rows go with it; the same file again is a new question', async () => {
    const flow = await openFlow();
    await flow.hand(residents(), DAY);
    const file = wages(mei);
    const first = await flow.hand(file, DAY);
    const near = (await pairsOf(flow)).find((pair) => pair.kind === 'near-number')!;
    await decide(flow, 'link', near.id);
    await withdraw(flow, first.batchId);
    expect(await factsInForce(flow.db)).toEqual([]);
    await expect(decide(flow, 'undo', near.id)).rejects.toMatchObject({ code: 'state-conflict' });
    await flow.hand(file, DAY);
    expect(await openPairs(flow)).toContain('near-number 金顺姬 金顺姬 3');
    expect(await factsInForce(flow.db)).toHaveLength(1);
  });

  it('dismissed: is not proposed for the next delivery either', async () => {
    const flow = await openFlow();
    await flow.hand(residents(), DAY);
    await flow.hand(wages(mei), DAY);
    const near = (await pairsOf(flow)).find((pair) => pair.kind === 'near-number')!;
    await decide(flow, 'dismiss', near.id);
    await flow.hand(files.wages('202610', [{ id: slipped(mei), month: '202610', amount: 1 }]), DAY);
    await flow.hand(residents('202610'), DAY);
    expect((await openPairs(flow)).filter((pair) => pair.startsWith('near'))).toEqual([]);
  });

  it('of a snapshot: the row stands beside the list, which is not replaced by it', async () => {
    const flow = await openFlow();
    await flow.hand(residents(), DAY);
    await flow.hand(
      files.roster('202609', [
        { id: gang, from: '202601' },
        { id: slipped(mei), from: '202602' },
      ]),
      DAY,
    );
    const before = await factsInForce(flow.db);
    const near = (await pairsOf(flow)).find((pair) => pair.kind === 'near-number')!;
    await decide(flow, 'link', near.id);
    expect(await factsInForce(flow.db)).toHaveLength(2);
    await flow.hand(
      files.roster('202610', [
        { id: gang, from: '202601' },
        { id: mei, from: '202602' },
      ]),
      DAY,
    );
    const open = await flow.db.execute(sql`select 1 from facts where retracted_at is null and until_date is null`);
    expect(open).toHaveLength(2);
    await decide(flow, 'undo', near.id);
    expect(await factsInForce(flow.db)).toHaveLength(2);
    const october = [...(await batchesByFile(flow.db)).values()].find((batch) => batch.period === '2026-10')!;
    await withdraw(flow, october.id);
    expectSame(await factsInForce(flow.db), before);
  });

  it('of a registry: the row is the person’s, with the number put right', async () => {
    const flow = await openFlow();
    await flow.hand(residents(), DAY);
    await flow.hand(
      files.registry('202610', [
        { id: lin, household: 'H9', name: '林', relation: '户主' },
        { id: slipped(mei), household: 'H2', name: '金顺姬', relation: '妻' },
      ]),
      DAY,
    );
    const near = (await pairsOf(flow)).find((pair) => pair.kind === 'near-number')!;
    const home = async () =>
      (
        await flow.db.execute<{ n: string }>(sql`select h.registry_number as n from memberships m
          join persons p on p.id = m.person_id join households h on h.id = m.household_id
          where p.name = '金顺姬' and m.retracted_at is null order by m.from_on desc limit 1`)
      )[0]!.n;
    await decide(flow, 'link', near.id);
    expect(await home()).toBe('H2');
    await decide(flow, 'undo', near.id);
    expect(await home()).toBe('H1');
  });
});

describe('one number under two names', () => {
  const told = (name: string, month: string, amount: number) =>
    files.wagesOf('202609', [{ id: mei, name, month, amount }]);

  it('is one question however many lines; misspelt: nothing changes', async () => {
    const flow = await openFlow();
    await flow.hand(residents(), DAY);
    await flow.hand(told('金顺妃', '202608', 1000), DAY);
    await flow.hand(told('金顺妃', '202609', 1000), DAY);
    expect(await openPairs(flow)).toEqual(['two-names 金顺姬 金顺妃 null']);
    const before = await factsInForce(flow.db);
    await decide(flow, 'link');
    expectSame(await factsInForce(flow.db), before);
    await flow.hand(told('金顺妃', '202607', 1000), DAY);
    expect(await openPairs(flow)).toEqual([]);
  });

  it('another person: their rows wait, those to come too; what they had put out of force stands again; undone: as before', async () => {
    const flow = await openFlow();
    await flow.hand(residents(), DAY);
    await flow.hand(files.wagesOf('202608', [{ id: mei, name: '金顺姬', month: '202608', amount: 3000 }]), DAY);
    await flow.hand(
      files.wagesOf('202609', [
        { id: mei, name: '王五', month: '202608', amount: 9 },
        { id: gang, name: '李刚', month: '202609', amount: 1000 },
      ]),
      DAY,
    );
    await flow.hand(files.rosterOf('202609', [{ id: mei, name: '王五', from: '202601' }]), DAY);
    const [before, counts] = [await factsInForce(flow.db), await countsOf(flow)];
    expect(before).toHaveLength(3);
    await flow.turn(DAY);
    await decide(flow, 'dismiss');
    const amounts = async () =>
      (
        await flow.db.execute<{ amount: number }>(
          sql`select amount::int as amount from facts where retracted_at is null order by amount`,
        )
      ).map((row) => row.amount);
    expect(await amounts()).toEqual([100000, 300000]);
    expect((await countsOf(flow)).map(({ good, waiting, nameDiffers }) => [good, waiting, nameDiffers])).toEqual([
      [2, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
      [0, 1, 0],
    ]);
    await flow.hand(files.wagesOf('202610', [{ id: mei, name: '王五', month: '202610', amount: 5 }]), DAY);
    await flow.hand(residents('202610'), DAY);
    expect(await amounts()).toEqual([100000, 300000]);
    expect(await openPairs(flow)).toEqual([]);
    await decide(flow, 'undo');
    expect(await amounts()).toEqual([500, 900, 27900, 100000]);
    expect((await countsOf(flow)).slice(0, counts.length)).toEqual(counts);
    expectSame(
      (await factsInForce(flow.db)).filter((fact) => !fact.includes('2026-10-01')),
      before,
    );
  });
});

describe('two numbers of one name, birth and village', () => {
  const twin = { id: idOf(7), household: 'H7', name: '金顺姬' };
  const first = { id: mei, household: 'H1', name: '金顺姬' };

  it('are found when the second arrives, and only where all three are the same', async () => {
    const flow = await openFlow();
    await flow.hand(files.registry('202609', [first]), DAY);
    const late = await flow.hand(
      files.registry('202610', [
        twin,
        { id: idOf(9, '19800316'), household: 'H8', name: '金顺姬' },
        { id: idOf(11), household: 'H9', name: '金顺姬', village: '222405105202' },
        { id: idOf(13), household: 'H10', name: '金顺' },
      ]),
      DAY,
    );
    expect((await pairsOf(flow)).map((pair) => pair.kind)).toEqual(['same-name-birth-village']);
    await withdraw(flow, late.batchId);
    expect(await pairsOf(flow)).toEqual([]);
  });
});

describe('the open pairs', () => {
  const people = files.registry('202609', [
    { id: mei, household: 'H1', name: '金顺姬' },
    { id: gang, household: 'H2', name: '李刚' },
  ]);
  const moved = files.registry('202610', [
    { id: idOf(7), household: 'H7', name: '金顺姬' },
    { id: gang, household: 'H2', name: '金顺姬' },
  ]);
  const deliveries = [
    people,
    moved,
    wages(mei),
    files.pensions('202609', [{ id: slipped(gang), month: '202609', amount: 9 }]),
  ];

  it.each([1, 2, 3, 4, 5, 6])('follow from the data in force, not from its order (%i)', async (seed) => {
    const [flow, other] = [await openFlow(), await openFlow()];
    for (const file of deliveries) await flow.hand(file, DAY);
    for (const file of shuffled(deliveries, seed)) await other.hand(file, DAY);
    const wanted = await openPairs(flow);
    expect(wanted.length).toBeGreaterThan(3);
    // What a person is compared with is named by hash, not by who came first.
    const kinds = (pairs: string[]) =>
      pairs.map((pair) =>
        pair
          .split(' ')
          .filter((word) => word.length < 30)
          .join(' '),
      );
    expect(kinds(await openPairs(other))).toEqual(kinds(wanted));
    for (const batch of (await batchesByFile(other.db)).values()) await withdraw(other, batch.id);
    expect(await openPairs(other)).toEqual([]);
  });
});
