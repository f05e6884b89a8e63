// The boards, the day's changes and the files: counted on a story small enough to count by hand.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertMap } from '../../server/flow/alerts/model.ts';
import { maskName } from '../../server/insight/alert-export.ts';
import type { CountiesBoard, FunnelBoard, TimeBoard, WorkloadBoard } from '../../server/insight/boards/model.ts';
import type { AlertChanges, AlertConfirmed } from '../../server/insight/model.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { daysAgo, makeAlert, makeHousehold, makeOutcome, makeTask, makeVisit } from '../support/makers.ts';
import { tableOfXlsx } from '../support/workbook.ts';

let database: TestDatabase;
let service: TestApp;
let province: Browser;
let county: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  [province, county] = [await signIn(service.app, 'province'), await signIn(service.app, HOME.dispatcher)];
  await makeStory();
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const HOUR = 3600_000;
const hence = (hours: number) => new Date(PRESENT.getTime() + hours * HOUR);

/** In Longjing: one helped in time, one right but helped before, one wrong and late, one waiting, one lapsed; one in Dunhua. */
async function makeStory() {
  const db = database.flow;
  const raisedAt = hence(-96);
  const closed = { state: 'closed', endedAt: PRESENT, raisedAt } as const;
  const ended = async (after: number, outcomeCode: string, isConfirmed: boolean) => {
    const alert = await makeAlert(db, closed);
    const task = await makeTask(db, { alert, state: 'closed', assignee: HOME.coordinator, visitDueAt: hence(-24) });
    await makeVisit(db, { task, visitedAt: new Date(raisedAt.getTime() + after * HOUR) });
    await makeOutcome(db, task, { outcomeCode, isConfirmed });
  };
  await ended(36, 'A6', true);
  await ended(48, 'B1', true);
  await ended(90, 'C3', false);
  const red = await makeAlert(db, { raisedAt: hence(-30), severity: 'red' });
  const late = { visitDueAt: hence(-6), escalatedAt: hence(-1), escalationLevel: 'county' };
  await makeTask(db, { alert: red, state: 'accepted', assignee: HOME.coordinator, ...late });
  await makeAlert(db, { raisedAt, state: 'resolved', endedAt: hence(-72) });
  const dunhua = await makeHousehold(db, { areaCode: `${NEIGHBOUR.township}201` });
  await makeAlert(db, { raisedAt: hence(-1), household: dunhua });
  await makeAlert(db, { raisedAt: instantAt('2026-03-01') });
}

async function read<T>(by: Browser, path: string): Promise<T> {
  const answer = await by.get(path);
  expect(answer.statusCode, `${path} ${answer.body}`).toBe(200);
  return answer.json() as T;
}

describe('the funnel', () => {
  it('counts each step among those that passed the one before', async () => {
    const { whole, rows } = await read<FunnelBoard>(province, '/api/boards/funnel?period=2026H2');
    expect(whole).toEqual({
      ...{ found: 6, lapsed: 1, dispatched: 4, visited: 3, confirmed: 2, helped: 1 },
      ...{ verified: 3, decided: 4, inTime: 2, overdue: 1 },
    });
    expect(rows.find((row) => row.code === NEIGHBOUR.county)).toMatchObject({ found: 1, dispatched: 0 });
    expect(rows.reduce((sum, row) => sum + row.found, 0)).toBe(6);
  });

  it('speaks of the alerts of its period only, by default of the running half-year, up to today', async () => {
    const of = async (query: string) => await read<FunnelBoard>(county, `/api/boards/funnel${query}`);
    expect([(await of('?period=2026H1')).total, (await of('?period=2026')).total, (await of('')).total]).toEqual([
      1, 6, 5,
    ]);
    expect(await of('')).toMatchObject({ period: '2026H2', from: '2026-07-01', until: daysAgo(0) });
    expect((await county.get('/api/boards/funnel?period=2026H3')).statusCode).toBe(422);
    expect((await county.get(`/api/boards/funnel?area=${NEIGHBOUR.county}`)).statusCode).toBe(404);
  });

  it('is narrowed like the map', async () => {
    expect((await read<FunnelBoard>(county, '/api/boards/funnel?severity=red')).whole).toMatchObject({
      found: 1,
      visited: 0,
    });
    expect((await read<FunnelBoard>(county, '/api/boards/funnel?source=no-such-dataset')).total).toBe(0);
  });
});

describe('time to the door', () => {
  it('has median, nine in ten, the share in time, and who is late with nobody there', async () => {
    const { rows } = await read<TimeBoard>(county, '/api/boards/time');
    const [red, orange] = rows;
    expect(red).toMatchObject({
      severity: 'red',
      alerts: 1,
      visited: 0,
      median: null,
      decided: 1,
      inTime: 0,
      waitingLate: 1,
    });
    expect(orange).toMatchObject({ alerts: 4, visited: 3, median: 48, decided: 3, inTime: 2, waitingLate: 0 });
    expect(orange!.ninth).toBeCloseTo(48 + 0.8 * 42);
    // 36, 48 and 90 of 72 hours: the fifth, the seventh and the thirteenth tenth.
    expect(orange!.bins.flatMap((visits, bin) => (visits > 0 ? [[bin, visits]] : []))).toEqual([
      [4, 1],
      [6, 1],
      [12, 1],
    ]);
  });
});

describe('workload', () => {
  it('tells what a coordinator has in hand, by name to those who may read the cases', async () => {
    const board = await read<WorkloadBoard>(county, '/api/boards/workload');
    expect(board.whole).toMatchObject({ inHand: 1, overdue: 1, dueSoon: 0, toConfirm: 0, full: 0 });
    expect(board.people[0]).toMatchObject({
      name: '智新镇协理员',
      inHand: 1,
      overdue: 1,
      place: '智新镇',
      isAway: false,
    });
    const zhixin = board.rows.find((row) => row.code === HOME.township);
    expect(zhixin).toMatchObject({ coordinators: 1, inHand: 1 });
    expect((await read<WorkloadBoard>(province, '/api/boards/workload')).people).toEqual([]);
  });
});

describe('counties', () => {
  it('stand side by side, with what all of them come to', async () => {
    const { whole, rows } = await read<CountiesBoard>(province, '/api/boards/counties');
    expect(whole).toMatchObject({ found: 6, decided: 4, inTime: 2, verified: 3, confirmed: 2, overdue: 1 });
    const [longjing, dunhua] = [HOME.county, NEIGHBOUR.county].map((code) => rows.find((row) => row.code === code)!);
    expect([longjing!.found, longjing!.households, dunhua!.found, dunhua!.households]).toEqual([5, 6, 1, 1]);
    expect((await read<CountiesBoard>(county, '/api/boards/counties')).rows.map((row) => row.code)).toEqual([
      HOME.county,
    ]);
  });
});

describe('the map beside its figures', () => {
  it('tells what came, ended and was escalated today, and which red alerts nobody went to', async () => {
    const changes = await read<AlertChanges>(province, '/api/map/changes');
    expect(changes.whole).toEqual({ raised: 1, closed: 3, lapsed: 0, escalated: 1 });
    expect(changes.areas.map((one) => [one.name, one.raised, one.closed])).toEqual([
      ['敦化市', 1, 0],
      ['龙井市', 0, 3],
    ]);
    expect(changes.redLate).toEqual({ total: 1, areas: [{ code: HOME.county, name: '龙井市', total: 1 }] });
    const then = await read<AlertChanges>(county, `/api/map/changes?day=${daysAgo(3)}`);
    expect([then.whole, then.redLate]).toEqual([{ raised: 0, closed: 0, lapsed: 1, escalated: null }, null]);
  });

  it('a past day knows what stood open, and nothing of what was late', async () => {
    const map = await read<AlertMap>(county, `/api/map?day=${daysAgo(3)}`);
    expect([map.total, map.overdue, map.late]).toEqual([4, null, null]);
    expect(await read<AlertMap>(county, '/api/map')).toMatchObject({ total: 2, overdue: 1, late: 1 });
  });

  it('tells how many of those verified within a year were right', async () => {
    const told = await read<AlertConfirmed>(province, '/api/map/confirmed');
    expect([told.verified, told.confirmed, told.children]).toEqual([
      ...[3, 2, [{ code: HOME.county, verified: 3, confirmed: 2 }]],
    ]);
  });
});

describe('who takes no part in the cases', () => {
  it('is told no count of one to four, on the map and beside it', async () => {
    const author = await signIn(service.app, 'rule-author');
    const map = await read<AlertMap>(author, '/api/map');
    expect(map.hidesFew).toBe(true);
    expect([map.total, map.overdue]).toEqual([null, null]);
    for (const path of ['/api/map', '/api/map/days', '/api/map/changes', '/api/map/confirmed', '/api/map/trend']) {
      const { waiting: _, sources: __, asOf: ___, from: ____, ...told } = (await author.get(path)).json();
      const counts = JSON.stringify(told).match(
        /(?<="(total|raised|closed|lapsed|escalated|verified|confirmed|overdue|late|red|orange)":)[1-4](?=[,}])/g,
      );
      expect(counts, path).toBeNull();
    }
    expect((await author.get('/api/boards/funnel')).statusCode).toBe(403);
    expect((await author.get('/api/alerts/export')).statusCode).toBe(403);
  });
});

describe('files', () => {
  const fileOf = async (by: Browser, path: string) => {
    const answer = await by.get(path);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers['content-disposition']).toContain('.xlsx');
    return await tableOfXlsx(answer.rawPayload);
  };

  it('of the list say what they are, and tell no full name and no number', async () => {
    const rows = await fileOf(county, '/api/alerts/export?severity=orange&state=all');
    expect(rows.slice(0, 4).map((row) => row.slice(0, 2).filter(Boolean))).toEqual([
      ['预警清单'],
      ['时间', `${daysAgo(0)} 09:00`],
      ['筛选', '龙井市，全部状态，橙色'],
      ['导出人', '龙井市调度员 longjing'],
    ]);
    const text = rows.flat().join('\n');
    expect(text).toContain('金**');
    expect(text).not.toContain('金顺姬');
    expect(text).not.toContain('2299');
    expect(rows.filter((row) => row[0] === '橙色')).toHaveLength(5);
  });

  it('are taken down in the log with filter and count', async () => {
    await fileOf(county, '/api/alerts/export?severity=red');
    await fileOf(county, '/api/boards/counties/export?period=2026H2&language=en');
    await fileOf(county, '/api/map/export');
    const entries = await database.owner.execute<{
      action: string;
      subject: string;
      details: Record<string, unknown>;
    }>(sql`
      select action, subject_id as subject, details from audit_entries where action like '%.export' order by id desc limit 3`);
    expect(entries.map(({ action, subject, details }) => [action, subject, details.rows])).toEqual([
      ['board.export', 'areas', expect.any(Number)],
      ['board.export', 'counties', 2],
      ['alert.export', 'mine', 1],
    ]);
    expect(entries[2]!.details).toMatchObject({ filter: { severity: ['red'] }, isCut: false });
  });

  it('of the boards hold the figures of the page, in the reader’s language', async () => {
    for (const board of ['funnel', 'time', 'workload', 'counties']) {
      const rows = await fileOf(province, `/api/boards/${board}/export?language=en`);
      expect(
        rows.slice(1, 4).map((row) => row[0]),
        board,
      ).toEqual(['As of', 'Filter', 'Taken by']);
    }
    const rows = await fileOf(province, '/api/boards/funnel/export');
    expect(rows.at(-1)).toEqual(['吉林省', '6', '4', '3', '2', '1', '1']);
  });

  it('keep the first character of a name', () => {
    expect([maskName('金顺姬'), maskName('李'), maskName(null)]).toEqual(['金**', '李*', null]);
  });
});
