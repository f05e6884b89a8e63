// Precision: the interval against known values, groups that add up, and figures of nobody else's area.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScope } from '../../server/access/scope.ts';
import { PRECISION_BY, PrecisionFilter } from '../../server/flow/feedback/model.ts';
import { readPrecision, wilson } from '../../server/insight/precision.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { HOME, NEIGHBOUR } from '../support/cast.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { makeAlert, makeHousehold, makeOutcome, makeTask, makeVisit } from '../support/makers.ts';

describe('the Wilson interval', () => {
  // Newcombe 1998 (Statistics in Medicine 17: 857), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i among %i is %f to %f', (confirmed, verified, low, high) => {
    const interval = wilson(confirmed, verified)!;
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('stays within 0 and 1, and mirrors itself', () => {
    expect(wilson(7, 7)!.high).toBe(1);
    expect(wilson(7, 7)!.low).toBeCloseTo(1 - wilson(0, 7)!.high, 12);
    expect(wilson(0, 0)).toBeNull();
  });
});

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
  await closed({ isConfirmed: true, cause: 'illness', visitedAfter: 2, closedAfter: 4 });
  await closed({ isConfirmed: true, cause: 'disaster', visitedAfter: 4, closedAfter: 6 });
  await closed({ isConfirmed: false, dataset: 'wages', visitedAfter: 9, closedAfter: 11 });
  await closed({ isConfirmed: null, ruleId: 'income-collapse', ruleVersion: 3 });
  await closed({ isConfirmed: true, ruleId: null, ruleVersion: null, dataset: null, raised: '2026-09-01', ...ILL });
  await closed({ isConfirmed: false, areaCode: `${NEIGHBOUR.township}001`, cause: 'other' });
});
afterAll(() => database.close());

const DAY = 86_400_000;
const ILL = { supposed: 'illness', cause: 'illness' };

interface Given {
  isConfirmed: boolean | null;
  supposed?: string;
  cause?: string;
  dataset?: string | null;
  ruleId?: string | null;
  ruleVersion?: number | null;
  areaCode?: string;
  raised?: string;
  visitedAfter?: number;
  closedAfter?: number;
}

/** A warning of cause `disaster` raised on the first of October, visited and closed so many days later. */
async function closed(given: Given) {
  const {
    areaCode = HOME.village,
    raised = '2026-10-01',
    supposed = 'disaster',
    visitedAfter,
    closedAfter = 1,
    ...of
  } = given;
  const raisedAt = instantAt(raised);
  const household = await makeHousehold(database.flow, { areaCode });
  const task = await makeTask(database.flow, {
    alert: await makeAlert(database.flow, { household, raisedAt, cause: supposed }),
  });
  const visitedAt = visitedAfter === undefined ? undefined : new Date(raisedAt.getTime() + visitedAfter * DAY);
  const visit = visitedAt && (await makeVisit(database.flow, { task, visitedAt }));
  const closedAt = new Date(raisedAt.getTime() + closedAfter * DAY);
  const base = { ruleId: 'disaster-household', ruleVersion: 1, dataset: 'disaster-families', cause: 'disaster' };
  await makeOutcome(database.flow, task, { ...base, visitId: visit?.id ?? null, closedAt, ...of });
}

const scopeOf = (...areas: string[]) =>
  makeScope({ userId: '', areas, counties: areas.map((code) => code.slice(0, 6)), department: null });
const EVERYBODY = scopeOf(HOME.county, NEIGHBOUR.county);
const read = (given: object = {}, scope = EVERYBODY) =>
  readPrecision(database.flow, scope, PrecisionFilter.parse(given), CATALOGUE);

it('counts confirmed and refuted in the share, and the unverified beside it', async () => {
  const { whole, total } = await read();
  expect(whole).toMatchObject({ closed: 6, confirmed: 3, refuted: 2, unverified: 1, share: 0.6, isFew: true });
  expect(whole.low).toBeCloseTo(wilson(3, 5)!.low, 12);
  expect(total).toBe(6);
});

it.each(PRECISION_BY)('the groups by %s add up to the whole', async (by) => {
  const { items, whole } = await read({ by });
  expect(items.length).toBeGreaterThan(1);
  for (const figure of ['closed', 'confirmed', 'refuted', 'unverified', 'causeChanged'] as const)
    expect(
      items.reduce((sum, item) => sum + item[figure], 0),
      figure,
    ).toBe(whole[figure]);
});

it('groups stand under their names', async () => {
  const keysBy = async (by: string) => (await read({ by })).items.map((item) => [item.key, item.names.zh]);
  const [rule] = CATALOGUE.book.rules.filter((one) => one.id === 'disaster-household');
  const name = rule!.definition.names.zh;
  expect((await keysBy('rule'))[0]).toEqual(['disaster-household', name]);
  expect(await keysBy('rule')).toContainEqual([null, '线索']);
  expect((await keysBy('version'))[0]).toEqual(['disaster-household 1', `${name} 第 1 版`]);
  expect(await keysBy('dataset')).toContainEqual([null, '没有部门的行']);
  expect(await keysBy('county')).toEqual([
    [HOME.county, '龙井市'],
    [NEIGHBOUR.county, '敦化市'],
  ]);
  expect((await keysBy('month')).map(([key]) => key)).toEqual(['2026-10', '2026-09']);
});

it('months and days are the province’s: what closes at half past midnight on the first is of that month', async () => {
  await closed({ isConfirmed: true, raised: '2026-11-01', closedAfter: 0.02 });
  const months = (await read({ by: 'month' })).items.map(({ key, closed: count }) => [key, count]);
  expect(months).toEqual([
    ['2026-11', 1],
    ['2026-10', 5],
    ['2026-09', 1],
  ]);
  expect((await read({ from: '2026-11-01' })).total).toBe(1);
  expect((await read({ from: '2026-10-01', until: '2026-10-31' })).total).toBe(5);
});

it('a warning is counted under the cause its rule supposed, and a cause the visit changed is a figure of its own', async () => {
  const { items } = await read({ by: 'cause', until: '2026-10-31' });
  expect(items).toMatchObject([
    { key: 'disaster', names: { zh: '因灾' }, closed: 5, causeChanged: 2 },
    { key: 'illness', names: { zh: '因病' }, closed: 1, causeChanged: 0 },
  ]);
});

it('medians run from the warning to the door and to the closing', async () => {
  const { items } = await read({ rule: 'disaster-household', area: HOME.village, until: '2026-10-31' });
  expect(items).toMatchObject([{ closed: 3, daysToVisit: 4, daysToClose: 6 }]);
});

it('ten verified are enough to tell, nine are not', async () => {
  const place = { areaCode: `${HOME.county}101201` };
  for (let count = 0; count < 9; count++) await closed({ isConfirmed: count > 1, ...place });
  expect((await read({ area: place.areaCode })).whole).toMatchObject({ closed: 9, isFew: true });
  await closed({ isConfirmed: null, ...place });
  expect((await read({ area: place.areaCode })).whole).toMatchObject({ closed: 10, isFew: true });
  await closed({ isConfirmed: true, ...place });
  expect((await read({ area: place.areaCode })).whole).toMatchObject({ closed: 11, confirmed: 8, isFew: false });
});

it('the neighbour sees their own one, and nothing of Longjing; nobody’s scope sees nothing', async () => {
  const theirs = await read({ by: 'county' }, scopeOf(NEIGHBOUR.county));
  expect(theirs.items).toMatchObject([{ key: NEIGHBOUR.county, closed: 1 }]);
  expect(theirs.whole.closed).toBe(1);
  const nobody = await read({}, scopeOf());
  expect(nobody).toMatchObject({ total: 0, items: [], whole: { share: null, low: null, daysToVisit: null } });
});
