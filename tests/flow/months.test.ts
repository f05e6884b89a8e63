// Data months: what a late, unfinished or skipped month means to the numbers. And parameters, which hold from a day on.
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { type Flow, files, findingsOf, idOf, openFlow } from '../support/flow.ts';

const WHO = idOf(1, '19800101');
const MONTHS = ['202601', '202602', '202603', '202604', '202605', '202606'];

async function world(): Promise<Flow> {
  const flow = await openFlow();
  await flow.parameters();
  await flow.hand(files.registry('202601', [{ id: WHO, household: 'H1' }]), '2026-01-05');
  return flow;
}

const wages = (period: string, months: readonly string[], amount = 3000) =>
  files.wages(
    period,
    months.map((month) => ({ id: WHO, month, amount })),
  );

async function numbers(
  flow: Flow,
  day: string,
): Promise<{ last: number | null; prior: number | null; income: number | null }> {
  await flow.turn(day);
  const [row] = await flow.db.execute<{ last: number | null; prior: number | null; income: number | null }>(
    sql`select wages__last_3_months as last, wages__prior_3_months as prior, income__per_head_month as income from household_indicators`,
  );
  return row!;
}

describe('the data month', () => {
  it('is the last whole month delivered: on the last day of the month that month, before it the month before', async () => {
    const flow = await world();
    await flow.hand(wages('202606', MONTHS), '2026-06-20');
    expect(await numbers(flow, '2026-06-30')).toMatchObject({ last: 900_000, prior: 900_000 });
    expect(await numbers(flow, '2026-06-29')).toMatchObject({ last: 900_000, prior: 600_000 });
  });

  it('stays where it is while the source is late by one or two months, then all is unknown', async () => {
    const flow = await world();
    await flow.hand(wages('202606', MONTHS), '2026-06-30');
    for (const day of ['2026-07-31', '2026-08-30', '2026-08-31', '2026-09-29'])
      expect(await numbers(flow, day)).toMatchObject({ last: 900_000, prior: 900_000, income: 300_000 });
    expect(await numbers(flow, '2026-09-30')).toEqual({ last: null, prior: null, income: null });
  });

  it('makes zero of a month that was delivered without a line', async () => {
    const flow = await world();
    await flow.hand(wages('202605', MONTHS.slice(0, 5)), '2026-05-31');
    await flow.hand(files.wages('202606', [{ id: idOf(99), month: '202606', amount: 1 }]), '2026-06-30');
    expect(await numbers(flow, '2026-06-30')).toMatchObject({ last: 600_000, prior: 900_000 });
  });

  it('makes nothing of an unfinished month: neither its wages nor their absence count', async () => {
    const flow = await world();
    await flow.hand(wages('202606', MONTHS), '2026-06-30');
    await flow.hand(files.wages('202607', [{ id: idOf(99), month: '202607', amount: 1 }]), '2026-07-10');
    expect(await numbers(flow, '2026-07-15')).toMatchObject({ last: 900_000 });
    expect(await numbers(flow, '2026-07-31')).toMatchObject({ last: 600_000 });
  });

  it('leaves unknown what rests on a skipped month, until that month comes', async () => {
    const flow = await world();
    await flow.hand(wages('202605', MONTHS.slice(0, 5)), '2026-05-31');
    await flow.hand(wages('202607', ['202607']), '2026-07-31');
    expect(await numbers(flow, '2026-07-31')).toMatchObject({ last: null, prior: 900_000 });
    await flow.hand(wages('202606', ['202606']), '2026-08-10');
    expect(await numbers(flow, '2026-08-10')).toMatchObject({ last: 900_000, prior: 900_000 });
  });

  it('of a source that never named anybody of the household adds nothing', async () => {
    const flow = await world();
    await flow.hand(files.wages('202606', [{ id: idOf(99), month: '202606', amount: 1 }]), '2026-06-30');
    await flow.hand(
      files.pensions(
        '202606',
        MONTHS.map((month) => ({ id: WHO, month, amount: 100 })),
      ),
      '2026-06-30',
    );
    expect(await numbers(flow, '2026-06-30')).toEqual({ last: null, prior: null, income: 10_000 });
  });

  it('forgets whom a source has not named for 24 months', async () => {
    const flow = await world();
    await flow.hand(wages('202601', ['202407', '202601'].slice(0, 1)), '2026-06-30');
    await flow.hand(
      files.wages('202606', [
        { id: idOf(99), month: '202402', amount: 1 },
        { id: idOf(99), month: '202606', amount: 1 },
      ]),
      '2026-06-30',
    );
    expect(await numbers(flow, '2026-06-30')).toMatchObject({ last: 0 });
    await flow.hand(files.wages('202607', [{ id: idOf(99), month: '202607', amount: 1 }]), '2026-07-31');
    expect(await numbers(flow, '2026-07-31')).toMatchObject({ last: null });
  });

  it('does not go beyond a file of a month to come', async () => {
    const flow = await world();
    await flow.hand(wages('202612', [...MONTHS, '202612']), '2026-06-30');
    expect(await numbers(flow, '2026-06-30')).toMatchObject({ last: 900_000, prior: 900_000 });
  });
});

describe('a corrected amount', () => {
  it('of a later file counts, of an earlier file that comes late does not', async () => {
    const flow = await world();
    await flow.hand(wages('202606', MONTHS), '2026-06-30');
    await flow.hand(files.wages('202607', [{ id: WHO, month: '202606', amount: 0 }]), '2026-07-10');
    await flow.hand(files.wages('202605', [{ id: WHO, month: '202606', amount: 99_999 }]), '2026-07-11');
    expect(await numbers(flow, '2026-07-12')).toMatchObject({ last: 600_000 });
  });
});

describe('parameters', () => {
  it('hold from their day on, and a turn of an earlier day uses the earlier value', async () => {
    const flow = await world();
    await flow.hand(wages('202605', MONTHS.slice(0, 2)), '2026-05-31');
    const collapse = async (day: string) => {
      await flow.turn(day);
      return (await findingsOf(flow.db))['income-collapse'];
    };
    // Nothing left: below any line but one of zero.
    expect(await collapse('2026-05-31')).toEqual(['H1']);
    expect(await flow.parameters(files.parameters([{ value: 0, from: '2026-07-01' }]))).toBe(1);
    expect(await collapse('2026-07-01')).toEqual([]);
    expect(await collapse('2026-06-30')).toEqual(['H1']);
  });

  it('told twice change nothing; a corrected value replaces the one of its day', async () => {
    const flow = await world();
    const file = files.parameters([{ value: 530 }]);
    expect(await flow.parameters(file)).toBe(0);
    expect(await flow.parameters(files.parameters([{ value: 531 }]))).toBe(1);
    const standing =
      await flow.db.execute(sql`select value from parameters where name = 'dibao_standard' and area_code = '222405'
      and settlement = 'rural' and retracted_at is null`);
    expect([...standing]).toEqual([{ value: 53_100 }]);
  });

  it.each([
    ['an unknown name', { name: 'dibao', value: 1 }],
    ['an unknown unit', { unit: '元/年', value: 1 }],
    ['a wrong area', { area: '9', value: 1 }],
    ['a wrong day', { from: '2026-02-30', value: 1 }],
    ['a value below zero', { value: -1 }],
  ])('with %s are refused whole', async (_, wrong) => {
    const flow = await openFlow();
    await expect(flow.parameters(files.parameters([{ value: 700 }, wrong]))).rejects.toThrow(/第3行|line 3/);
    expect((await flow.db.execute(sql`select 1 from parameters`)).length).toBe(0);
  });
});
