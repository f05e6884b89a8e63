// Rosters and lists say all there is; what they leave out has ended. Households' rows stay with the household the head led then.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { checksums, type Flow, factsInForce, files, idOf, openFlow } from '../support/flow.ts';

let flow: Flow;
let serial = 0;
beforeAll(async () => {
  flow = await openFlow();
  await flow.parameters();
});

interface Fact {
  kind: string;
  household: string;
  on: string;
  until: string | null;
  amount: number | null;
}

/** The facts in force of one person or of the households they gave rows for. */
async function factsOf(id: string): Promise<Fact[]> {
  const { KEYS } = await import('../support/catalogue.ts');
  return [
    ...(await flow.db.execute<
      Fact & Record<string, unknown>
    >(sql`select f.kind, h.registry_number as household, f.on_date::text as on,
      f.until_date::text as until, f.amount from facts f join persons p on p.id = coalesce(f.named_person_id, f.subject_id)
      left join households h on f.subject_kind = 'household' and h.id = f.subject_id
      where p.id_hash = ${KEYS.hash(id)} and f.retracted_at is null order by f.kind, f.on_date`)),
  ];
}

describe.sequential('the aid roster', () => {
  const [stays, goes, later] = [1, 2, 3].map((n) => idOf(n, '19600101')) as [string, string, string];
  const known = { from: '202601' };
  // So many that one who is left out is no tenth of the roster, which would be held for a person.
  const others = Array.from({ length: 30 }, (_, n) => idOf(100 + n, '19610101'));
  const roster = (period: string, rows: Parameters<typeof files.roster>[1]) =>
    files.roster(period, [...rows, ...others.map((id) => ({ id, ...known }))]);

  beforeAll(async () => {
    await flow.hand(
      files.registry(
        '202601',
        [stays, goes, later, ...others].map((id) => ({ id, household: `H${++serial}` })),
      ),
      '2026-01-05',
    );
  });

  it('pays whom it lists, with no end', async () => {
    await flow.hand(
      roster('202606', [
        { id: stays, ...known },
        { id: goes, ...known },
      ]),
      '2026-06-10',
    );
    expect(await factsOf(goes)).toMatchObject([{ kind: 'benefit.dibao', on: '2026-01-01', until: null }]);
  });

  it('ends with the month before the next roster whoever that leaves out', async () => {
    await flow.hand(
      roster('202608', [
        { id: stays, ...known },
        { id: later, from: '202607' },
      ]),
      '2026-08-10',
    );
    expect(await factsOf(goes)).toMatchObject([{ until: '2026-07-31' }]);
    expect(await factsOf(stays)).toMatchObject([{ until: null }]);
  });

  it('of a month between, arriving late, changes nothing newer and ends earlier what it leaves out', async () => {
    await flow.hand(
      roster('202607', [
        { id: stays, ...known, amount: 100 },
        { id: later, from: '202607', amount: 50 },
      ]),
      '2026-08-20',
    );
    expect(await factsOf(goes)).toMatchObject([{ until: '2026-06-30' }]);
    expect(await factsOf(stays)).toMatchObject([{ until: null, amount: 27_900 }]);
    expect(await factsOf(later)).toMatchObject([{ until: null, amount: 27_900 }]);
  });

  it('of an older month than all, arriving last, changes nothing', async () => {
    const before = await factsInForce(flow.db);
    await flow.hand(
      roster('202605', [
        { id: stays, ...known, until: '202603', amount: 1 },
        { id: goes, ...known },
      ]),
      '2026-08-21',
    );
    expect(await factsInForce(flow.db)).toEqual(before);
  });

  it('sent again for its month corrects lines', async () => {
    await flow.hand(
      roster('202608', [
        { id: stays, ...known, amount: 300 },
        { id: later, from: '202607', amount: 400 },
      ]),
      '2026-08-22',
    );
    expect(await factsOf(stays)).toMatchObject([{ until: null, amount: 30_000 }]);
    expect(await factsOf(later)).toMatchObject([{ until: null, amount: 40_000 }]);
  });

  it('in the same bytes is known for its month, and news for another', async () => {
    const rows = [
      { id: stays, ...known, amount: 300 },
      { id: later, from: '202607', amount: 400 },
    ];
    expect(await flow.hand(roster('202608', rows), '2026-08-22')).toMatchObject({ isKnown: true });
    expect(await flow.hand(roster('202604', rows), '2026-08-22')).toMatchObject({ isKnown: false });
    const months = await flow.db.execute(sql`select 1 from batch_months where month = '2026-04-01'`);
    expect(months.length).toBe(1);
  });

  it('sent again for its month without a line takes that line back', async () => {
    await flow.hand(roster('202608', [{ id: stays, ...known, amount: 300 }]), '2026-08-23');
    expect(await factsOf(stays)).toMatchObject([{ until: null, amount: 30_000 }]);
    // The roster of July still has it: paid for July, ended with that month.
    expect(await factsOf(later)).toMatchObject([{ until: '2026-07-31', amount: 5000 }]);
  });
});

describe.sequential('rows given by a head', () => {
  const [head, son] = [idOf(11, '19550101'), idOf(12, '19850101')];
  beforeAll(async () => {
    await flow.hand(
      files.registry('202607', [
        { id: head, household: 'A' },
        { id: son, household: 'B' },
      ]),
      '2026-07-05',
    );
    await flow.hand(files.disasters('202607', [{ head, on: '2026-07-10' }]), '2026-07-12');
    await flow.hand(files.monitored('202607', [{ head, on: '2026-03-15' }]), '2026-07-12');
  });

  it('stay with the household when the head moves later', async () => {
    await flow.hand(files.registry('202608', [{ id: head, household: 'B', relation: '父亲' }]), '2026-08-05');
    expect(await factsOf(head)).toMatchObject([
      { kind: 'disaster.loss', household: 'A' },
      { kind: 'monitored.household', household: 'A' },
    ]);
  });

  it('of a later month belong to the household the head is in by then', async () => {
    await flow.hand(files.disasters('202608', [{ head, on: '2026-08-10' }]), '2026-08-12');
    expect(await factsOf(head)).toMatchObject([{ household: 'A' }, { household: 'B' }, { household: 'A' }]);
  });

  it('follow a registry of their month that came late', async () => {
    await flow.hand(files.registry('202607', [{ id: head, household: 'C' }]), '2026-08-20');
    expect(await factsOf(head)).toMatchObject([
      { kind: 'disaster.loss', on: '2026-07-10', household: 'C' },
      { kind: 'disaster.loss', on: '2026-08-10', household: 'B' },
      { kind: 'monitored.household', household: 'C' },
    ]);
  });

  it('of a head nobody knew wait, and hang on the household the registry of their month names', async () => {
    const unknown = idOf(13, '19490101');
    await flow.hand(files.disasters('202607', [{ head: unknown, on: '2026-07-11' }]), '2026-08-21');
    expect(await factsOf(unknown)).toEqual([]);
    await flow.hand(files.registry('202609', [{ id: unknown, household: 'E' }]), '2026-09-05');
    expect(await factsOf(unknown)).toMatchObject([{ household: 'E' }]);
    await flow.hand(files.registry('202607', [{ id: unknown, household: 'D' }]), '2026-09-06');
    expect(await factsOf(unknown)).toMatchObject([{ household: 'D' }]);
  });
});

describe('the registry', () => {
  const [who, partner] = [idOf(21, '19650101'), idOf(22, '19660101')];
  const members = async (household: string) =>
    (
      await flow.db.execute<{
        living: number;
      }>(sql`select i.members__living::int as living from household_indicators i join households h
      on h.id = i.household_id where h.registry_number = ${household}`)
    )[0]?.living;

  it('of an earlier month that arrives late does not move anybody back', async () => {
    await flow.hand(
      files.registry('202609', [
        { id: who, household: 'X', name: '新名' },
        { id: partner, household: 'X', relation: '配偶' },
      ]),
      '2026-09-05',
    );
    await flow.hand(
      files.registry('202608', [{ id: who, household: 'Y', name: '旧名', village: '220102001001' }]),
      '2026-09-06',
    );
    await flow.turn('2026-09-07');
    expect([await members('X'), await members('Y')]).toEqual([2, 0]);
    const [person] = await flow.db.execute<{
      name: string;
    }>(sql`select name from persons p join households h on h.head_person_id = p.id
      where h.registry_number = 'X'`);
    expect(person).toEqual({ name: '新名' });
  });

  it('as of a day before the move has people where they were', async () => {
    await flow.hand(files.registry('202610', [{ id: partner, household: 'Z' }]), '2026-10-05');
    await flow.turn('2026-10-05');
    expect([await members('X'), await members('Z')]).toEqual([1, 1]);
    await flow.turn('2026-09-30');
    expect([await members('X'), await members('Z')]).toEqual([2, 0]);
  });

  it('that says nothing new moves nobody; who is not listed stays', async () => {
    await flow.hand(files.registry('202611', [{ id: who, household: 'X', name: '新名' }]), '2026-11-05');
    await flow.turn('2026-11-05');
    expect([await members('X'), await members('Z')]).toEqual([1, 1]);
  });

  it('with a line twice unlike counts the last', async () => {
    await flow.hand(
      files.registry('202612', [
        { id: who, household: 'V' },
        { id: who, household: 'W' },
      ]),
      '2026-12-05',
    );
    await flow.turn('2026-12-05');
    expect([await members('V'), await members('W')]).toEqual([0, 1]);
    const before = await checksums(flow.database.owner);
    await flow.turn('2026-12-05');
    expect(await checksums(flow.database.owner)).toEqual(before);
  });
});
