// The last twelve weeks of the map: what was raised, closed and open, week by week, for exactly the map's filter and the reader's areas.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertTrend } from '../../server/insight/model.ts';
import { mondaysOf } from '../../server/insight/trend.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { makeAlert, makeHousehold } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let county: Browser;
let province: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  [county, province] = [await signIn(service.app, HOME.dispatcher), await signIn(service.app, 'province')];
  await makeStory();
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const at = (day: string, time = '10:00') => instantAt(day, time);

/** PRESENT is a Thursday, 15 October 2026: the running week began on the 12th, the first one shown on 27 July. */
async function makeStory() {
  const db = database.flow;
  const make = (given: Parameters<typeof makeAlert>[1]) => makeAlert(db, given);
  await make({ raisedAt: at('2026-05-04'), severity: 'red' }); // stands since long before
  await make({ raisedAt: at('2026-05-04'), state: 'closed', endedAt: at('2026-06-01') }); // over before the first week
  await make({ raisedAt: at('2026-05-04'), state: 'closed', endedAt: at('2026-09-02') });
  await make({ raisedAt: at('2026-07-27', '00:00'), severity: 'blue' }); // the very first instant
  await make({ raisedAt: at('2026-08-31'), state: 'resolved', endedAt: at('2026-09-01'), severity: 'red' }); // within one week
  await make({ raisedAt: at('2026-10-04', '23:59'), state: 'cancelled', endedAt: at('2026-10-05', '00:00') }); // over a Sunday night
  await make({ raisedAt: PRESENT, cause: 'illness' });
  const next = await makeHousehold(db, { areaCode: `${NEIGHBOUR.township}200` });
  await make({ raisedAt: at('2026-10-13'), household: next, severity: 'yellow' });
}

const trendOf = async (by: Browser, query = ''): Promise<AlertTrend> => {
  const answer = await by.get(`/api/map/trend${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const weekOf = (trend: AlertTrend, from: string) => trend.weeks.find((week) => week.from === from)!;
const NONE = { red: 0, orange: 0, yellow: 0, blue: 0 };

describe('the trend', () => {
  it('has twelve weeks from Monday to Sunday of the province, the running one last', async () => {
    const { weeks } = await trendOf(county);
    expect(weeks.map((week) => week.from)).toEqual(mondaysOf(PRESENT));
    expect([weeks.length, weeks[0]?.from, weeks.at(-1)?.from]).toEqual([12, '2026-07-27', '2026-10-12']);
    expect(mondaysOf(instantAt('2026-10-11', '23:59')).at(-1)).toBe('2026-10-05');
    expect(mondaysOf(instantAt('2026-10-12', '00:00')).at(-1)).toBe('2026-10-12');
  });

  it('counts each alert in the weeks it was raised, ended and open in', async () => {
    const trend = await trendOf(county);
    expect(weekOf(trend, '2026-07-27')).toEqual({
      ...{ from: '2026-07-27', raised: { ...NONE, blue: 1 }, closed: 0, lapsed: 0, open: 3 },
    });
    expect(weekOf(trend, '2026-08-31')).toEqual({
      ...{ from: '2026-08-31', raised: { ...NONE, red: 1 }, closed: 1, lapsed: 1, open: 2 },
    });
    expect(weekOf(trend, '2026-09-28')).toMatchObject({ raised: { ...NONE, orange: 1 }, lapsed: 0, open: 3 });
    expect(weekOf(trend, '2026-10-05')).toMatchObject({ raised: NONE, lapsed: 1, open: 2 });
    expect(weekOf(trend, '2026-10-12')).toMatchObject({ raised: { ...NONE, orange: 1 }, open: 3 });
    expect(trend.total).toBe(3);
  });

  it('adds up: what is open is what was, and what was raised, less what ended', async () => {
    const { weeks } = await trendOf(province);
    for (const [index, week] of weeks.entries()) {
      if (index === 0) continue;
      const raised = Object.values(week.raised).reduce((sum, one) => sum + one, 0);
      expect(week.open, week.from).toBe(weeks[index - 1]!.open + raised - week.closed - week.lapsed);
    }
  });

  it.each([
    '',
    '?severity=red,blue',
    '?class=discovery',
    '?cause=illness',
    `?area=${HOME.village}`,
    '?rule=no-such-rule',
  ])('agrees with the open alerts of the map under %s, and does not ask for their state', async (query) => {
    for (const by of [county, province]) {
      const trend = await trendOf(by, query);
      const map = (await by.get(`/api/map${query}`)).json();
      expect([trend.total, trend.weeks.at(-1)!.open]).toEqual([map.total, map.total]);
      expect(await trendOf(by, `${query || '?'}&state=ended`)).toEqual(trend);
    }
  });

  it('shows nothing of a neighbour', async () => {
    const dunhua = await signIn(service.app, NEIGHBOUR.dispatcher);
    const trend = await trendOf(dunhua);
    expect([trend.total, weekOf(trend, '2026-10-12').raised]).toEqual([1, { ...NONE, yellow: 1 }]);
    expect(await trendOf(dunhua, `?area=${HOME.county}`)).toMatchObject({ total: 0 });
    expect((await trendOf(province)).total).toBe(4);
  });
});
