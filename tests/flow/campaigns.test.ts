// Sweeps by hand: a group by a condition, or a drawn sample of those whom no rule named, and what the sample says.
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { wilson } from '../../server/flow/tasks/campaigns/model.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { NEIGHBOUR } from '../support/cast.ts';
import { type Flow, files, idOf, openFlow } from '../support/flow.ts';
import fc from '../support/property.ts';

const HEADS = Array.from({ length: 12 }, (_, index) => idOf(index + 1, index < 4 ? '19400101' : '19800101'));
const houseOf = (index: number) => `H22240500000${String(index).padStart(2, '0')}`;

let flow: Flow;
let service: TestApp;
const services: TestApp[] = [];
let dispatcher: Browser;
beforeEach(async () => {
  flow = await openFlow();
  await flow.parameters();
  const people = HEADS.map((id, index) => ({ id, household: houseOf(index) }));
  await flow.hand(files.registry('202609', people), '2026-09-01');
  await flow.hand(files.disasters('202609', [{ head: HEADS[0]!, on: '2026-09-03' }]), '2026-09-04');
  await flow.turn('2026-09-04');
  service = await startApp(flow.database);
  services.push(service);
  service.setNow(instantAt('2026-09-08', '10:00'));
  dispatcher = await signIn(service.app, 'longjing');
});
afterAll(() => Promise.all(services.map((one) => one.close())));

const SWEEP = { name: '秋季摸排', reason: '入冬前看一遍', area: '222405', due: '2026-10-08' };
const begin = (body: object, by = dispatcher) => by.post('/api/campaigns', { ...SWEEP, ...body });
const swept = async () =>
  (
    await flow.db.execute<{
      house: string;
    }>(sql`select h.registry_number as house from tasks t join households h on h.id = t.household_id
      where t.kind = 'sweep' and t.state = 'waiting' order by 1`)
  ).map((row) => row.house);
const turn = () => flow.turn(instantAt('2026-09-08', '11:00'), 'touched');

it('by a condition: every household of it, but not where somebody goes anyway', async () => {
  const preview = (
    await dispatcher.post('/api/campaigns/preview', { area: '222405', condition: 'members.dependants > 0' })
  ).json();
  expect(preview).toMatchObject({
    population: 3,
    picked: 3,
    isTooLarge: false,
    villages: [{ code: '222405105201', picked: 3, isOver: false }],
  });
  const begun = await begin({ condition: 'members.dependants > 0' });
  expect(begun.json()).toMatchObject({ population: 3, picked: 3 });
  await turn();
  await turn();
  expect(await swept()).toEqual([1, 2, 3].map(houseOf));
  expect((await dispatcher.get(`/api/campaigns/${begun.json().id}`)).json()).toMatchObject({
    ...{
      kind: 'sweep',
      picked: 3,
      tasks: { open: 3, closed: 0, cancelled: 0 },
      estimate: null,
      madeBy: '龙井市调度员',
    },
  });
});

it('by a condition on a local standard', async () => {
  await begin({ condition: 'has(standard.dibao) && members.dependants > 0' });
  await turn();
  expect(await swept()).toEqual([1, 2, 3].map(houseOf));
});

describe('a drawn sample', () => {
  it('is of those whom no rule named, the same for the same seed, another for another', async () => {
    const first = (await begin({ draw: { size: 5, seed: 'autumn-2026' } })).json();
    expect(first).toMatchObject({ population: 11, picked: 5 });
    await turn();
    const drawn = await swept();
    expect(drawn).toHaveLength(5);
    expect(drawn).not.toContain(houseOf(0));
    await dispatcher.post(`/api/campaigns/${first.id}/end`, {});
    await turn();
    expect(await swept()).toEqual([]);
    await begin({ draw: { size: 5, seed: 'autumn-2026' } });
    await turn();
    expect(await swept()).toEqual(drawn);
  });

  it('takes a share, rounded up, and keeps the seed it made', async () => {
    const { id, picked } = (await begin({ draw: { share: 0.25 } })).json();
    expect(picked).toBe(3);
    await turn();
    const told = (await dispatcher.get(`/api/campaigns/${id}`)).json();
    expect(told).toMatchObject({ drawShare: 0.25, picked: 3, population: 11, tasks: { open: 3 } });
    expect(told.drawSeed).toMatch(/^[0-9a-f]{16}$/);
  });

  it('says what the rules miss, with an interval; who could not be told counts for neither', async () => {
    const { id } = (await begin({ draw: { size: 6, seed: 'autumn-2026' } })).json();
    await turn();
    const ids = await flow.db.execute<{ id: string }>(sql`select id from tasks where kind = 'sweep' order by id`);
    for (const [index, code] of ['A1', 'C3', 'C3', 'C3', 'D2'].entries())
      await flow.db.execute(
        sql`update tasks set state = 'closed', outcome_code = ${code}, closed_at = opened_at where id = ${ids[index]!.id}::uuid`,
      );
    const { estimate, tasks } = (await dispatcher.get(`/api/campaigns/${id}`)).json();
    expect(tasks).toEqual({ open: 1, closed: 5, cancelled: 0 });
    expect(estimate).toMatchObject({ visited: 4, confirmed: 1, unverified: 1, share: 0.25 });
    expect(estimate.low).toBeCloseTo(0.0456, 3);
    expect(estimate.high).toBeCloseTo(0.6994, 3);
    await flow.db.execute(
      sql`update tasks set state = 'closed', outcome_code = 'C3', closed_at = opened_at where kind = 'sweep' and state = 'waiting'`,
    );
    await turn();
    expect((await dispatcher.get(`/api/campaigns/${id}`)).json().endedAt).not.toBeNull();
  });

  it('Wilson’s interval holds the share and stays within nought and one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (visited, part) => {
        const { share, low, high } = wilson(Math.round(part * visited), visited);
        expect(low!).toBeGreaterThanOrEqual(0);
        expect(high!).toBeLessThanOrEqual(1);
        expect(low! - 1e-9).toBeLessThanOrEqual(share!);
        expect(high! + 1e-9).toBeGreaterThanOrEqual(share!);
      }),
    );
    expect(wilson(0, 0)).toEqual({ share: null, low: null, high: null });
  });
});

it('ended: what nobody was given is called off, what somebody holds goes on', async () => {
  const { id } = (await begin({ condition: 'members.dependants > 0' })).json();
  await turn();
  await flow.db.execute(
    sql`update tasks set state = 'accepted' where id = (select id from tasks where kind = 'sweep' order by id limit 1)`,
  );
  expect((await dispatcher.post(`/api/campaigns/${id}/end`, {})).statusCode).toBe(200);
  expect((await dispatcher.post(`/api/campaigns/${id}/end`, {})).json().code).toBe('state-conflict');
  await turn();
  const states = await flow.db.execute<{ state: string }>(sql`select state from tasks where kind = 'sweep' order by 1`);
  expect(states.map((row) => row.state)).toEqual(['accepted', 'cancelled', 'cancelled']);
});

describe('what is refused', () => {
  it.each([
    ['neither a condition nor a draw', {}, 'wrong-input'],
    ['a condition that names nothing known', { condition: 'members.dependents > 0' }, 'wrong-input'],
    ['a condition that is no condition', { condition: 'members.dependants + 1.0' }, 'wrong-input'],
    ['a condition that nobody meets', { condition: 'members.living > 90' }, 'wrong-input'],
    ['a share and a size', { draw: { share: 0.1, size: 3 } }, 'wrong-input'],
    ['a due date that is past', { condition: 'members.living > 0', due: '2026-09-08' }, 'wrong-input'],
    ['another county', { condition: 'members.living > 0', area: NEIGHBOUR.county }, 'not-found'],
    ['the province from a county', { condition: 'members.living > 0', area: '22' }, 'not-found'],
  ])('%s', async (_name, body, code) => {
    expect((await begin(body)).json().code).toBe(code);
  });

  it('tells where a condition is wrong, and the nearest name', async () => {
    const { body } = await begin({ condition: 'members.dependents > 0' });
    expect(body).toContain('1:1 ');
    expect(body).toContain('members.dependants');
  });
});

it('the province may sweep anywhere', async () => {
  const province = await signIn(service.app, 'province');
  expect((await begin({ area: '22', draw: { size: 2 } }, province)).statusCode).toBe(200);
  await turn();
  expect(await swept()).toHaveLength(2);
});
