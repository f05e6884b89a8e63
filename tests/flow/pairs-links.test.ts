// Two numbers that are one person count once: members, sums, the worst, deaths and overlaps; chains and rings; and all of it can be undone.
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { decidePair } from '../../server/decide-pair.ts';
import type { PairVerb } from '../../server/flow/match/model.ts';
import { withdrawBatch } from '../../server/withdraw.ts';
import { CATALOGUE, KEYS } from '../support/catalogue.ts';
import { expectSame, type Flow, files, findingsOf, idOf, openFlow, shuffled } from '../support/flow.ts';

const DAY = '2026-10-31';
const NOW = new Date('2026-10-31T12:00:00+08:00');
const [first, second, third, child] = [idOf(2), idOf(4), idOf(6), idOf(1, '20150601')];

const registry = files.registry('202609', [
  { id: first, household: 'H1' },
  { id: child, household: 'H1', name: '金小弟', relation: '子' },
]);
const later = files.registry('202610', [
  { id: second, household: 'H2' },
  { id: third, household: 'H3' },
]);
const medical = files.medical('202610', [
  { no: '1', id: second, on: '2026-10-05', paid: 300000 },
  { no: '2', id: first, on: '2026-10-06', paid: 100 },
]);
const wages = files.wages(
  '202609',
  [first, second].flatMap((id, at) =>
    ['202606', '202607', '202608', '202609'].map((month) => ({ id, month, amount: 1000 + at })),
  ),
);

async function decide(flow: Flow, verb: PairVerb, [one, other]: [string, string], keeps: 'first' | 'second' = 'first') {
  const hashes = [one, other].map((id) => KEYS.hash(id));
  const [pair] = await flow.db.execute<{
    id: string;
    isTurned: boolean;
  }>(sql`select k.id, p.id_hash = ${hashes[1]} as "isTurned"
    from candidate_pairs k join persons p on p.id = k.person_id join persons q on q.id = k.other_id
    where (p.id_hash, q.id_hash) in ((${hashes[0]}, ${hashes[1]}), (${hashes[1]}, ${hashes[0]}))`);
  const kept = (keeps === 'first') === pair!.isTurned ? 'other' : 'person';
  const decision = { pairId: pair!.id, verb, reason: '核对过户口簿', by: null, keeps: kept } as const;
  await flow.db.transaction((tx) => decidePair(tx, { keys: KEYS, catalogue: CATALOGUE }, decision, NOW));
}

/** The cache of indicators, by household. */
async function indicators(flow: Flow): Promise<string[]> {
  const rows = await flow.db.execute<{ line: string }>(sql`
    select h.registry_number || ' ' || (to_jsonb(i) - 'household_id')::text as line
    from household_indicators i join households h on h.id = i.household_id order by 1`);
  return rows.map((row) => row.line);
}

async function numbers(flow: Flow, column: string): Promise<Record<string, number | null>> {
  const rows = await flow.db.execute<{ n: string; value: number | null }>(sql`
    select h.registry_number as n, i.${sql.identifier(column)} as value
    from household_indicators i join households h on h.id = i.household_id order by 1`);
  return Object.fromEntries(rows.map(({ n, value }) => [n, value]));
}

/** A touched turn, and a proof that it missed nothing: a whole turn after it changes no indicator and no finding. */
async function turn(flow: Flow): Promise<void> {
  await flow.turn(DAY, 'touched');
  const [seen, findings] = [await indicators(flow), await findingsOf(flow.db)];
  await flow.turn(DAY);
  expectSame(await indicators(flow), seen);
  expect(await findingsOf(flow.db)).toEqual(findings);
}

async function world(paths: readonly string[]): Promise<Flow> {
  const flow = await openFlow();
  await flow.parameters();
  for (const path of paths) await flow.hand(path, DAY);
  await flow.turn(DAY);
  return flow;
}

describe('two numbers of one person', () => {
  it('count once, in the household of the one kept, with what both state; undone: as if never linked', async () => {
    const flow = await world([registry, later, medical, wages]);
    const [before, findings] = [await indicators(flow), await findingsOf(flow.db)];
    expect(findings['heavy-medical-spending']).toEqual(['H2']);
    await decide(flow, 'link', [first, second]);
    await turn(flow);
    expect(await numbers(flow, 'members__living')).toEqual({ H1: 2, H2: 0, H3: 1 });
    expect(await numbers(flow, 'wages__last_3_months')).toEqual({ H1: 600300, H2: null, H3: null });
    expect((await findingsOf(flow.db))['heavy-medical-spending']).toEqual(['H1']);
    const ended = await flow.db.execute<{
      reason: string;
      n: string;
    }>(sql`select distinct f.end_reason as reason, h.registry_number as n
      from findings f join households h on h.id = f.household_id where f.ended_at is not null`);
    expect(ended).toEqual([{ reason: 'contradicted', n: 'H2' }]);
    const worst = await numbers(flow, 'medical__self_paid_year');
    expect(worst.H1).toBe(30010000);
    await decide(flow, 'undo', [first, second]);
    await turn(flow);
    expectSame(await indicators(flow), before);
    expect(await findingsOf(flow.db)).toEqual(findings);
  });

  it('are the one the clerk keeps', async () => {
    const flow = await world([registry, later, wages]);
    await decide(flow, 'link', [first, second], 'second');
    await turn(flow);
    expect(await numbers(flow, 'members__living')).toEqual({ H1: 1, H2: 1, H3: 1 });
    expect(await numbers(flow, 'wages__last_3_months')).toEqual({ H1: null, H2: 600300, H3: null });
  });

  it('die together, and are paid together', async () => {
    const flow = await world([
      registry,
      later,
      files.deaths('202608', [{ id: second, on: '2026-07-20' }]),
      files.roster('202609', [
        { id: first, from: '202601' },
        { id: third, from: '202601', category: '特困' },
      ]),
    ]);
    expect((await findingsOf(flow.db))['deceased-still-paid']).toEqual([]);
    await decide(flow, 'link', [first, second]);
    await decide(flow, 'link', [first, third]);
    await turn(flow);
    expect(await numbers(flow, 'members__living')).toEqual({ H1: 1, H2: 0, H3: 0 });
    expect((await findingsOf(flow.db))['deceased-still-paid']).toEqual(['H1']);
    if (CATALOGUE.book.rules.some((rule) => rule.id === 'duplicate-benefit'))
      expect((await findingsOf(flow.db))['duplicate-benefit']).toEqual(['H1']);
    await decide(flow, 'undo', [first, second]);
    await decide(flow, 'undo', [first, third]);
    await turn(flow);
    const [last] = await flow.db.execute<{ reason: string }>(
      sql`select end_reason as reason from findings where rule_id = 'deceased-still-paid'`,
    );
    expect(last?.reason).toBe('contradicted');
  });

  it('in one household are one member', async () => {
    const flow = await world([
      files.registry('202609', [
        { id: first, household: 'H1' },
        { id: second, household: 'H1', relation: '弟' },
      ]),
      wages,
    ]);
    expect(await numbers(flow, 'members__living')).toEqual({ H1: 2 });
    await decide(flow, 'link', [first, second]);
    await turn(flow);
    expect(await numbers(flow, 'members__living')).toEqual({ H1: 1 });
  });
});

describe('a link whose other number is no longer registered', () => {
  it('leaves the one kept alone, and holds again when the registry is back', async () => {
    const flow = await world([registry, later, wages]);
    await decide(flow, 'link', [first, second]);
    await turn(flow);
    const linked = await indicators(flow);
    const [batch] = await flow.db.execute<{ id: number }>(sql`select id from batches where period = '2026-10'`);
    const end = { status: 'withdrawn' as const, reason: 'wrong file', by: null };
    await flow.db.transaction((tx) => withdrawBatch(tx, CATALOGUE, batch!.id, end, NOW));
    await turn(flow);
    expect(await numbers(flow, 'wages__last_3_months')).toMatchObject({ H1: 300000 });
    await flow.hand(later, DAY);
    await turn(flow);
    expectSame(await indicators(flow), linked);
  });

  it('counts in its own household when it is the one kept that is gone', async () => {
    const flow = await world([registry, later, wages]);
    await decide(flow, 'link', [first, second], 'second');
    await turn(flow);
    const [batch] = await flow.db.execute<{ id: number }>(sql`select id from batches where period = '2026-10'`);
    const end = { status: 'withdrawn' as const, reason: 'wrong file', by: null };
    await flow.db.transaction((tx) => withdrawBatch(tx, CATALOGUE, batch!.id, end, NOW));
    await turn(flow);
    expect(await numbers(flow, 'members__living')).toMatchObject({ H1: 2 });
    expect(await numbers(flow, 'wages__last_3_months')).toMatchObject({ H1: 300000 });
  });
});

describe('a chain of links', () => {
  it.each([[['1-2', '2-3']], [['2-3', '1-2']], [['1-3', '2-3']], [['1-2', '2-3', '1-3']]])(
    '%j is one person, and undoing one link parts only what hung on it',
    async (names) => {
      const flow = await world([registry, later, wages]);
      const by: Record<string, string> = { 1: first, 2: second, 3: third };
      const links = names.map((name) => name.split('-').map((one) => by[one]!) as [string, string]);
      for (const link of links) await decide(flow, 'link', link);
      await turn(flow);
      expect(Object.values(await numbers(flow, 'members__living')).sort()).toEqual([0, 0, 2]);
      expect(await numbers(flow, 'wages__last_3_months')).toMatchObject({ H1: 600300 });
      await decide(flow, 'undo', links[0]!);
      await turn(flow);
      expect(Object.values(await numbers(flow, 'members__living')).reduce<number>((sum, one) => sum + one!, 0)).toBe(
        names.length === 3 ? 2 : 3,
      );
    },
  );
});

describe('links, deliveries and withdrawals', () => {
  const late = files.wages('202610', [
    { id: second, month: '202610', amount: 50 },
    { id: first, month: '202610', amount: 60 },
  ]);
  const steps: { name: string; act(flow: Flow): Promise<unknown> }[] = [
    { name: 'link 1-2', act: (flow) => decide(flow, 'link', [first, second]) },
    { name: 'medical', act: (flow) => flow.hand(medical, DAY) },
    { name: 'wages', act: (flow) => flow.hand(wages, DAY) },
    { name: 'late wages', act: (flow) => flow.hand(late, DAY) },
    { name: 'death', act: (flow) => flow.hand(files.deaths('202610', [{ id: third, on: '2026-10-02' }]), DAY) },
    {
      name: 'link 2-3 and back, twice',
      act: async (flow) => {
        for (const verb of ['link', 'undo', 'link', 'undo'] as const) await decide(flow, verb, [second, third]);
      },
    },
    {
      name: 'the later registry away and again',
      act: async (flow) => {
        const [batch] = await flow.db.execute<{ id: number }>(
          sql`select id from batches where period = '2026-10' and dataset = 'registry' and status = 'accepted'`,
        );
        const end = { status: 'withdrawn' as const, reason: 'wrong file', by: null };
        await flow.db.transaction((tx) => withdrawBatch(tx, CATALOGUE, batch!.id, end, NOW));
        await flow.turn(DAY, 'touched');
        await flow.hand(later, DAY);
      },
    },
  ];

  it.each([1, 2, 3, 4, 5])('in any order lead to one world (%i)', { timeout: 60_000 }, async (seed) => {
    const [flow, wanted] = [await world([registry, later]), await world([registry, later])];
    for (const { act } of steps) await act(wanted);
    await wanted.turn(DAY);
    for (const { act } of shuffled(steps, seed)) {
      await act(flow);
      if (seed % 2 === 0) await flow.turn(DAY, 'touched');
    }
    await flow.turn(DAY);
    expectSame(await indicators(flow), await indicators(wanted));
    expect(await findingsOf(flow.db)).toEqual(await findingsOf(wanted.db));
  });
});
