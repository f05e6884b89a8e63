// The desk's lists: the order of work over all pages, the groups, the filters, and what is blocked and why.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type QueueRow, TASK_VIEWS } from '../../server/flow/tasks/model.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeAbsence, makeCoordinator, makeTask, makeVisit } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let county: Browser;
let township: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  [county, township] = [await signIn(service.app, HOME.dispatcher), await signIn(service.app, HOME.officer)];
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});
/** Each test has the desk to itself. */
beforeEach(async () => {
  await database.flow.execute(sql`update tasks set state = 'cancelled', closed_at = ${PRESENT.toISOString()}`);
  await database.flow.execute(sql`update absences set ended_at = ${PRESENT.toISOString()}`);
  await database.flow.execute(sql`update users set capacity = 48 where username = ${HOME.coordinator}`);
});

/** A village of which nobody takes care: its township has a coordinator in the cast, and it is not among theirs. */
const NOBODYS = '222405999201';
const hence = (hours: number) => new Date(PRESENT.getTime() + hours * 3600_000);

interface Page {
  items: QueueRow[];
  next: string | null;
  counts: Record<string, number>;
  groups: Record<string, number>;
}
const read = async (by: Browser, query: string): Promise<Page> => {
  const answer = await by.get(`/api/tasks?${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
async function readAll(by: Browser, query: string): Promise<QueueRow[]> {
  const rows: QueueRow[] = [];
  for (let after = ''; ; ) {
    const page = await read(by, `${query}&limit=3${after && `&after=${encodeURIComponent(after)}`}`);
    rows.push(...page.items);
    if (!page.next) return rows;
    after = page.next;
  }
}

describe('the order of work', () => {
  // The present is a Thursday morning, 09:00: two working days on is Monday.
  const DUE = { now: 1, dayEdge: 24, friday: 32, monday: 104, tuesday: 106 + 24, late: -5, longLate: -50 };

  it('goes group by group, the strongest first, then by deadline; pages follow one another while work goes on', async () => {
    const make = (severity: string, dispatchDueAt: Date, given = {}) =>
      makeTask(database.flow, { severity, dispatchDueAt, ...given });
    const wanted = [
      await make('red', hence(DUE.now)),
      await make('orange', hence(3)),
      await make('red', hence(DUE.late)),
      await make('yellow', hence(DUE.longLate)),
      await make('yellow', hence(DUE.late)),
      await make('orange', hence(DUE.monday)),
      await make('blue', hence(DUE.friday)),
      await make('blue', hence(DUE.monday)),
      await make('yellow', hence(DUE.tuesday)),
      await make('red', hence(-9), { suspendedAt: PRESENT }),
    ].map((task) => task.id);
    const page = await read(county, 'view=waiting&limit=200');
    expect(page.items.map((row) => row.id)).toEqual(wanted);
    expect(page.items.map((row) => row.urgency)).toEqual([
      'within-day',
      'within-day',
      'overdue',
      'overdue',
      'overdue',
      'soon',
      'soon',
      'soon',
      'later',
      'suspended',
    ]);
    expect(page.groups).toEqual({ 'within-day': 2, overdue: 3, soon: 3, later: 1, suspended: 1 });
    expect((await readAll(county, 'view=waiting')).map((row) => row.id)).toEqual(wanted);

    // An hour passes between two pages: what was due within a day is late by then, and is still told where the list was begun.
    const first = await read(county, 'view=waiting&limit=1');
    service.setNow(hence(2));
    const rest = await read(county, `view=waiting&limit=200&after=${encodeURIComponent(first.next!)}`);
    service.setNow(PRESENT);
    expect([...first.items, ...rest.items].map((row) => row.id)).toEqual(wanted);
    expect(rest.items[0]!.urgency).toBe('within-day');
    expect(rest.counts).toEqual({});
  });

  it('by deadline alone where that is asked for; work whose clock stands still comes last', async () => {
    const [late, still, red] = [
      await makeTask(database.flow, { severity: 'blue', dispatchDueAt: hence(-1) }),
      await makeTask(database.flow, { severity: 'red', dispatchDueAt: hence(-9), suspendedAt: PRESENT }),
      await makeTask(database.flow, { severity: 'red', dispatchDueAt: hence(2) }),
    ];
    expect((await readAll(county, 'view=waiting&sort=due')).map((row) => row.id)).toEqual([late.id, red.id, still.id]);
  });

  it('the same for a whole province, whose counties are read one after another', async () => {
    await makeTask(database.flow, { severity: 'blue', dispatchDueAt: hence(200) });
    await makeTask(database.flow, { severity: 'red', dispatchDueAt: hence(2) });
    const province = await signIn(service.app, 'province');
    expect((await readAll(province, 'view=open')).map((row) => row.urgency)).toEqual(['within-day', 'later']);
  });
});

describe('every view', () => {
  it('counts what it lists, for the county, the township and the province, and so do its groups', async () => {
    const dues = [-30, -1, 2, 20, 30, 200].map(hence);
    const states = ['waiting', 'returned', 'assigned', 'accepted', 'submitted', 'closed'];
    for (const [index, state] of states.entries())
      for (const [at, due] of dues.entries()) {
        const isHeld = !['waiting', 'returned'].includes(state);
        await makeTask(database.flow, {
          ...{
            state,
            dispatchDueAt: due,
            visitDueAt: due,
            confirmDueAt: due,
            closedAt: state === 'closed' ? due : null,
          },
          ...{ severity: ['red', 'orange', 'yellow', 'blue'][(index + at) % 4]! },
          ...(isHeld && { assignee: HOME.coordinator, notice: at === 3 ? 'assignee-away' : null }),
          ...(at === 0 && { escalationLevel: 'county', escalatedAt: hence(-2) }),
          ...(at === 4 && { suspendedAt: PRESENT }),
          ...(at === 5 && { areaCode: index % 2 === 0 ? NOBODYS : HOME.village }),
        });
      }
    for (const by of [county, township, await signIn(service.app, 'province')])
      for (const view of TASK_VIEWS) {
        const { items, counts, groups } = await read(by, `view=${view}&limit=200`);
        expect([view, counts[view]]).toEqual([view, items.length]);
        const open = items.filter((row) => row.urgency !== 'ended');
        const sizes = [...new Set(open.map((row) => row.urgency))].map((one) => [
          one,
          open.filter((row) => row.urgency === one).length,
        ]);
        expect(groups).toEqual(Object.fromEntries(sizes));
      }
  });
});

describe('the filter', () => {
  it('narrows rows and counts alike: levels, a reason, who holds it, what is due today', async () => {
    const red = await makeTask(database.flow, { severity: 'red', dispatchDueAt: hence(3) });
    await makeTask(database.flow, { severity: 'blue', dispatchDueAt: hence(20) });
    const out = await makeTask(database.flow, { state: 'assigned', assignee: HOME.coordinator, visitDueAt: hence(90) });
    const id = await findUserId(database.flow, HOME.coordinator);
    const severe = await read(county, 'view=waiting&severity=red,orange');
    expect(severe.items.map((row) => row.id)).toEqual([red.id]);
    expect(severe.counts).toMatchObject({ waiting: 1, open: 2, today: 1 });
    expect((await read(county, 'view=today')).items.map((row) => row.id)).toEqual([red.id]);
    expect((await read(county, `view=open&assignee=${id}`)).items.map((row) => row.id)).toEqual([out.id]);
    expect((await read(county, 'view=open&rule=disaster-household')).items).toHaveLength(3);
    expect((await read(county, 'view=open&rule=income-collapse')).items).toEqual([]);
    expect((await county.get('/api/tasks?severity=pink')).statusCode).toBe(422);
  });
});

describe('what is blocked', () => {
  const blocks = async (by: Browser) => {
    const { items, counts } = await read(by, 'view=blocked&limit=200');
    expect(counts.blocked).toBe(items.length);
    // What the list leaves out does not say that it is blocked either.
    const open = (await read(by, 'view=open&limit=200')).items.filter((row) => row.blocked !== null);
    expect(open.map((row) => row.id).sort()).toEqual(items.map((row) => row.id).sort());
    return new Map(items.map((row) => [row.id, row.blocked]));
  };

  it('says why: nobody there, a clock that stands still, a holder who is away', async () => {
    const free = await makeTask(database.flow);
    const nobody = await makeTask(database.flow, { areaCode: NOBODYS });
    const still = await makeTask(database.flow, { suspendedAt: PRESENT });
    const held = await makeTask(database.flow, {
      state: 'accepted',
      assignee: HOME.coordinator,
      notice: 'assignee-away',
    });
    const found = await blocks(county);
    expect(Object.fromEntries(found)).toEqual({
      [nobody.id]: 'no-coordinator',
      [still.id]: 'suspended',
      [held.id]: 'holder-away',
    });
    expect(found.has(free.id)).toBe(false);
  });

  it('everybody away and nobody in their place, until somebody stands in', async () => {
    const task = await makeTask(database.flow);
    const away = await makeAbsence(database.flow);
    expect((await blocks(county)).get(task.id)).toBe('all-away');
    await makeCoordinator(database.flow, 'blocked-cover', { villages: ['222405105001'], name: '代班' });
    await database.flow.execute(sql`update absences set cover_id = ${await findUserId(database.flow, 'blocked-cover')}::uuid
      where id = ${away.id}::uuid`);
    expect((await blocks(county)).size).toBe(0);
  });

  it('everybody has as much in hand as they can carry; one more place and it moves', async () => {
    const task = await makeTask(database.flow);
    await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
    const capacity = (to: number) =>
      database.flow.execute(sql`update users set capacity = ${to} where username = ${HOME.coordinator}`);
    await capacity(1);
    expect((await blocks(county)).get(task.id)).toBe('at-capacity');
    expect((await read(county, 'view=waiting')).items[0]).toMatchObject({
      suggested: { name: expect.any(String), inHand: 1, capacity: 1 },
    });
    await capacity(2);
    expect((await blocks(county)).size).toBe(0);
  });

  it('a second look is the county’s: the township waits for it, the county only while nobody is without a part', async () => {
    const closed = await makeTask(database.flow, { state: 'closed', assignee: HOME.coordinator, closedAt: hence(-72) });
    await makeVisit(database.flow, { task: closed });
    const look = await makeTask(database.flow, { kind: 'second-look', looksAtId: closed.id });
    expect((await blocks(township)).get(look.id)).toBe('second-look');
    expect((await blocks(county)).size).toBe(0); // the coordinators of the other townships may go
    await database.flow.execute(
      sql`update users set is_active = false where role = 'village-coordinator' and username <> ${HOME.coordinator}`,
    );
    expect((await blocks(county)).get(look.id)).toBe('second-look');
    await database.flow.execute(sql`update users set is_active = true where role = 'village-coordinator'`);
  });
});

describe('saved views', () => {
  it('are kept for their maker alone, under names of which each is there once, and can be forgotten', async () => {
    const kept = await county.post('/api/views', { name: '红橙', filter: 'severity=red,orange&sort=due' });
    expect(kept.statusCode, kept.body).toBe(200);
    expect((await county.post('/api/views', { name: '红橙', filter: '' })).statusCode).toBe(422);
    expect((await county.post('/api/views', { name: '坏', filter: '<script>' })).statusCode).toBe(422);
    const list = async (by: Browser) => (await by.get('/api/views')).json().items;
    expect(await list(county)).toEqual([{ id: kept.json().id, name: '红橙', filter: 'severity=red,orange&sort=due' }]);
    expect(await list(township)).toEqual([]);
    expect((await township.send('DELETE', `/api/views/${kept.json().id}`)).statusCode).toBe(404);
    expect((await county.send('DELETE', `/api/views/${kept.json().id}`)).statusCode).toBe(204);
    expect(await list(county)).toEqual([]);
  });

  it('are twenty at most', async () => {
    for (let n = 0; n < 20; n++) await county.post('/api/views', { name: `视图${n}`, filter: '' });
    expect((await county.post('/api/views', { name: '再一个', filter: '' })).json().errors[0].detail).toContain('20');
  });
});

describe('late work', () => {
  it('stands on the board by level, the longest late first, with who has taken note and what they mean to do', async () => {
    const late = { escalationLevel: 'township', escalatedAt: hence(-1) };
    const held = { state: 'accepted', assignee: HOME.coordinator } as const;
    const first = await makeTask(database.flow, { ...held, ...late, visitDueAt: hence(-50) });
    const second = await makeTask(database.flow, {
      ...held,
      ...late,
      visitDueAt: hence(-5),
      escalationLevel: 'county',
    });
    await makeTask(database.flow, { ...held, visitDueAt: hence(5) });
    const board = async (query = '') => (await county.get(`/api/escalations${query}`)).json();
    const before = await board();
    expect(before.items.map((row: { id: string }) => row.id)).toEqual([first.id, second.id]);
    expect(before.levels).toMatchObject({ township: { open: 1, noted: 0 }, county: { open: 1, noted: 0 } });
    expect(before.items[0]).toMatchObject({ mayAcknowledge: true, mayExtend: true, acknowledgedBy: null });
    expect((await (await township.get('/api/escalations')).json()).items[1]).toMatchObject({ mayAcknowledge: false });

    const note = await county.post(`/api/tasks/${first.id}/acknowledge`, { note: '已电话催办' }, { version: 1 });
    expect(note.statusCode, note.body).toBe(200);
    const noted = await board('?noted=true');
    expect(noted.items).toMatchObject([
      { id: first.id, acknowledgedNote: '已电话催办', acknowledgedBy: '龙井市调度员' },
    ]);
    expect(noted.levels).toMatchObject({ township: { open: 0, noted: 1 } });
    expect((await board('?level=county')).items).toMatchObject([{ id: second.id, mayAcknowledge: true }]);
    const page = await board('?limit=1');
    expect((await board(`?limit=1&after=${encodeURIComponent(page.next)}`)).items).toMatchObject([{ id: second.id }]);
  });
});
