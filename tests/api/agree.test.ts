// One filter, one number: whoever asks, under whatever filter, the map's children, its total, the list, the trend, the day, the board
// and the file tell the same count.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlertMap } from '../../server/flow/alerts/model.ts';
import { sliderDays } from '../../server/insight/days.ts';
import { dayOf } from '../../server/kernel/clock.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { daysAgo, makeAlert, makeHousehold, makeTask } from '../support/makers.ts';
import fc from '../support/property.ts';
import { tableOfXlsx } from '../support/workbook.ts';

const SEED = 20261015;
const RUNS = 45;
const PEOPLE = [
  'province',
  'yanbian',
  'changchun',
  'longjing',
  'longjing-zhixin',
  'dunhua',
  'dunhua-dashitou',
] as const;
const VILLAGES = [HOME.village, '222405105202', '222405104201', '222403100201', '222401001001', '220102001001'];
const RULES = [
  'disaster-household',
  'heavy-medical-spending',
  'income-collapse',
  'many-disasters',
  'insurance-stopped',
];
const CLASSES = ['discovery', 'entitlement', 'change', 'policy'] as const;
const SEVERITIES = ['red', 'orange', 'yellow', 'blue'] as const;
const CAUSES = ['illness', 'disaster', null] as const;
const TODAY = dayOf(PRESENT);

let database: TestDatabase;
let service: TestApp;
const people = new Map<string, Browser>();

beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  for (const name of PEOPLE) people.set(name, await signIn(service.app, name));
  await makeAlerts();
}, 60_000);
afterAll(async () => {
  await service?.close();
  await database?.close();
});

/** Ninety alerts, no two alike, of the last four months; some have ended, some are late, one lies on a whole county. */
async function makeAlerts() {
  const db = database.flow;
  for (let number = 0; number < 90; number++) {
    const areaCode = number === 7 ? HOME.county : VILLAGES[number % VILLAGES.length]!;
    const household = await makeHousehold(db, { areaCode });
    const raisedAt = new Date(PRESENT.getTime() - ((number * 37) % 120) * 24 * 3600_000 - (number % 9) * 3600_000);
    const isOver = number % 3 === 1;
    const endedAt = new Date(raisedAt.getTime() + (((number * 7) % 40) + 1) * 24 * 3600_000);
    const given = {
      ...{ household, raisedAt, ruleId: RULES[(number * 7) % RULES.length]!, class: CLASSES[(number * 3) % 4]! },
      ...{ severity: SEVERITIES[(number * 5) % 4]!, cause: CAUSES[number % 3]! },
      ...(isOver && endedAt < PRESENT && { state: ['closed', 'resolved', 'cancelled'][number % 3]!, endedAt }),
    };
    const alert = await makeAlert(db, given);
    if (number % 4 === 0)
      await makeTask(db, { alert, dispatchDueAt: new Date(PRESENT.getTime() + (number - 40) * 3600_000) });
  }
}

const day = fc.integer({ min: 0, max: 130 }).map(daysAgo);
/** Left out three times in four, so that what is left of the filter finds something. */
const some = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });
const FILTER = fc.record({
  area: some(
    fc.constantFrom('22', '2224', '2201', HOME.county, HOME.township, HOME.village, '222403', '222401', '220102'),
  ),
  state: fc.constantFrom('open', 'open', 'ended', 'all'),
  severity: some(fc.subarray([...SEVERITIES])),
  class: some(fc.subarray([...CLASSES], { minLength: 1, maxLength: 3 })),
  rule: some(fc.constantFrom(...RULES)),
  cause: some(fc.constantFrom('illness', 'disaster')),
  source: some(fc.constantFrom('disaster-families', 'medical-settlements', 'wages', 'no-such-dataset')),
  from: some(day),
  until: some(day),
  endedFrom: some(day),
});
type Filter = Partial<Record<string, string | string[]>>;

function queryOf(filter: Filter): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value?.length) search.set(name, String(value));
  return search.toString();
}

async function read<T>(by: Browser, path: string, filter: Filter): Promise<T> {
  const answer = await by.get(`${path}?${queryOf(filter)}`);
  expect(answer.statusCode, `${path}?${queryOf(filter)} ${answer.body}`).toBe(200);
  return answer.json() as T;
}

async function countList(by: Browser, filter: Filter): Promise<number> {
  const ids = new Set<string>();
  let after = '';
  do {
    const page = await read<{ items: { id: string }[]; next: string | null }>(by, '/api/alerts', {
      ...{ ...filter, limit: '17' },
      ...(after && { after }),
    });
    for (const { id } of page.items) ids.add(id);
    after = page.next ?? '';
  } while (after);
  return ids.size;
}

async function countFile(by: Browser, filter: Filter): Promise<number> {
  const answer = await by.get(`/api/alerts/export?${queryOf(filter)}`);
  expect(answer.statusCode, answer.body).toBe(200);
  const rows = await tableOfXlsx(answer.rawPayload);
  return rows.length - 1 - rows.findIndex((row) => row[0] === '级别');
}

const sum = (numbers: (number | null)[]) => numbers.reduce<number>((total, one) => total + (one ?? Number.NaN), 0);

it('the same filter gives the same number everywhere', { timeout: 120_000 }, async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PEOPLE), FILTER, some(day), async (name, filter, asOf) => {
      const by = people.get(name)!;
      const given: Filter = { ...filter, ...(asOf && { day: asOf }) };
      const outside = await by.get(`/api/map?${queryOf(given)}`);
      const listed = await countList(by, given);
      if (outside.statusCode === 404) {
        expect(listed, `${name} ${queryOf(given)}`).toBe(0);
        return;
      }
      const map = outside.json() as AlertMap;
      found += map.total ?? 0;
      const told = {
        children: sum(map.children.map((child) => child.total)),
        levels: sum(Object.values(map.severities)),
        list: listed,
        file: await countFile(by, given),
      };
      expect(told, `${name} ${queryOf(given)}`).toEqual({
        ...{ children: map.total, levels: map.total, list: map.total, file: map.total },
      });

      const open = { ...filter, state: 'open' };
      const now = await read<AlertMap>(by, '/api/map', open);
      const trend = await read<{ total: number }>(by, '/api/map/trend', open);
      const today = await read<AlertMap>(by, '/api/map', { ...filter, day: TODAY });
      expect([trend.total, today.total], queryOf(open)).toEqual([now.total, now.total]);

      const { from: _, until: __, endedFrom: ___, state: ____, ...plain } = filter;
      const ever = { ...plain, state: 'all' };
      const halfYear = await read<AlertMap>(by, '/api/map', { ...ever, from: '2026-07-01', until: TODAY });
      const board = await read<{ whole: { found: number } }>(by, '/api/boards/funnel', { ...plain, period: '2026H2' });
      const counties = await read<{ whole: { found: number } }>(by, '/api/boards/counties', {
        ...plain,
        period: '2026H2',
      });
      expect([board.whole.found, counties.whole.found], queryOf(plain)).toEqual([halfYear.total, halfYear.total]);

      const days = sliderDays(PRESENT);
      const slider = await read<{ days: { raised: number }[] }>(by, '/api/map/days', plain);
      const ninety = await read<AlertMap>(by, '/api/map', { ...ever, from: days[0]!, until: days.at(-1)! });
      expect(sum(slider.days.map((one) => one.raised)), queryOf(plain)).toBe(ninety.total);

      const on = asOf ?? TODAY;
      const changes = await read<{ whole: { raised: number; closed: number; lapsed: number } }>(
        by,
        '/api/map/changes',
        {
          ...{ ...plain, day: on },
        },
      );
      const came = await read<AlertMap>(by, '/api/map', { ...ever, from: on, until: on });
      const went = await read<AlertMap>(by, '/api/map', { ...ever, endedFrom: on, endedUntil: on });
      const { raised, closed, lapsed } = changes.whole;
      expect([raised, closed + lapsed], queryOf({ ...plain, day: on })).toEqual([came.total, went.total]);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // The runs have spoken of something.
  expect(found).toBeGreaterThan(100);
});

it('what stood open at a day’s end follows from what came and what ended after it', { timeout: 60_000 }, async () => {
  const by = people.get('province')!;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 89 }), async (back) => {
      const [on, next] = [daysAgo(back), daysAgo(back - 1)];
      const then = await read<AlertMap>(by, '/api/map', { day: on });
      const after = await read<AlertMap>(by, '/api/map', { day: next });
      const { whole } = await read<{ whole: Record<string, number> }>(by, '/api/map/changes', { day: next });
      expect(after.total).toBe(then.total! + whole.raised! - whole.closed! - whole.lapsed!);
    }),
    { seed: SEED, numRuns: 20 },
  );
});
