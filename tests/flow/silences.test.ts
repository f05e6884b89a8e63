// Silence: nobody is told of a rule, a household or a place for a while. What stands open goes on; what still holds afterwards is told.
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { instantAt } from '../../server/kernel/clock.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { NEIGHBOUR } from '../support/cast.ts';
import { type Flow, files, idOf, openFlow } from '../support/flow.ts';

const [HEAD, OTHER] = [idOf(1, '19700101'), idOf(2, '19710101')];
const [HOUSE, NEXT] = ['H2224050000001', 'H2224050000002'];
const RULE = 'heavy-medical-spending';

let flow: Flow;
let service: TestApp;
const services: TestApp[] = [];
let dispatcher: Browser;
beforeEach(async () => {
  flow = await openFlow();
  await flow.parameters();
  const people = [
    { id: HEAD, household: HOUSE },
    { id: idOf(3, '20150505'), household: HOUSE, relation: '子' },
    { id: OTHER, household: NEXT, village: '222405102201' },
  ];
  await flow.hand(files.registry('202609', people), '2026-09-01');
  service = await startApp(flow.database);
  services.push(service);
  service.setNow(instantAt('2026-09-08', '10:00'));
  dispatcher = await signIn(service.app, 'longjing');
});
afterAll(() => Promise.all(services.map((one) => one.close())));

const bills = () =>
  flow.hand(
    files.medical(
      '202609',
      [HEAD, OTHER].map((id, index) => ({ no: `S${index}`, id, on: '2026-09-05', paid: 30_000 })),
    ),
    '2026-09-09',
  );
const alerts = async () =>
  (
    await flow.db.execute<{
      house: string;
    }>(sql`select h.registry_number as house from alerts a join households h on h.id = a.household_id
      where a.state = 'open' order by 1`)
  ).map((row) => row.house);
const silence = (body: object, by = dispatcher) =>
  by.post('/api/silences', { reason: '义诊已逐户看过', until: '2026-10-08T10:00:00+08:00', ...body });

describe('while it holds', () => {
  it.each([
    ['a rule over a county', { ruleId: RULE, area: '222405' }, []],
    ['a rule over a township', { ruleId: RULE, area: '222405105' }, [NEXT]],
    ['every rule over a township', { area: '222405105' }, [NEXT]],
    ['a household', { household: HOUSE }, [NEXT]],
    ['another rule', { ruleId: 'income-collapse', area: '222405' }, [HOUSE, NEXT]],
  ])('%s: what it speaks of is not told, and is when it is over', async (_name, body, told) => {
    expect((await silence(body)).statusCode).toBe(200);
    await bills();
    await flow.turn('2026-09-09');
    expect(await alerts()).toEqual(told);
    await flow.turn('2026-10-09');
    expect(await alerts()).toEqual([HOUSE, NEXT]);
  });

  it('ended before its time, what still holds is told', async () => {
    const { id } = (await silence({ ruleId: RULE, area: '222405' })).json();
    await bills();
    await flow.turn('2026-09-09');
    service.setNow(instantAt('2026-09-10', '09:00'));
    dispatcher = await signIn(service.app, 'longjing');
    expect((await dispatcher.post(`/api/silences/${id}/end`, {})).statusCode).toBe(200);
    expect((await dispatcher.post(`/api/silences/${id}/end`, {})).json().code).toBe('state-conflict');
    await flow.turn('2026-09-10');
    expect(await alerts()).toEqual([HOUSE, NEXT]);
  });

  it('what stands open is not touched, and the preview counts both', async () => {
    await flow.hand(files.disasters('202609', [{ head: HEAD, on: '2026-09-07' }]), '2026-09-08');
    await flow.turn(instantAt('2026-09-08', '09:00'));
    const { id } = (await silence({ ruleId: RULE, area: '222405' })).json();
    await bills();
    await flow.turn('2026-09-09');
    expect(await alerts()).toEqual([HOUSE]);
    service.setNow(instantAt('2026-09-10', '10:00'));
    dispatcher = await signIn(service.app, 'longjing');
    await dispatcher.post(`/api/silences/${id}/end`, {});
    const preview = (await dispatcher.post('/api/silences/preview', { area: '222405105' })).json();
    expect(preview).toMatchObject({ households: 1, findings: 1, rules: [{ ruleId: RULE, findings: 1 }], untouched: 1 });
    expect((await silence({ area: '222405105' })).statusCode).toBe(200);
    await flow.turn('2026-09-10');
    expect(await alerts()).toEqual([HOUSE, NEXT]);
    const { items } = (await dispatcher.get('/api/silences?all=true')).json();
    expect(items).toMatchObject([
      { ruleId: null, areaCode: '222405105', isHolding: true, reason: '义诊已逐户看过' },
      { ruleId: RULE, rule: { en: 'Heavy medical spending' }, isHolding: false },
    ]);
  });

  it.each([
    ['over a place it passes red rules by', { area: '222405105' }, [HOUSE]],
    ['of a household it does not', { household: HOUSE }, []],
  ])('%s', async (_name, body, told) => {
    expect((await silence(body)).statusCode).toBe(200);
    await flow.hand(files.deaths('202609', [{ id: HEAD, on: '2026-09-05' }]), '2026-09-09');
    await flow.turn('2026-09-09');
    expect(await alerts()).toEqual(told);
  });
});

describe('what is refused', () => {
  it.each([
    ['a red rule over a place', { ruleId: 'breadwinner-death', area: '222405105' }, 'wrong-input'],
    ['every rule over a county', { area: '222405' }, 'wrong-input'],
    ['nothing at all', {}, 'wrong-input'],
    ['a rule nobody knows', { ruleId: 'no-such-rule', area: '222405' }, 'wrong-input'],
    ['a source from a county', { ruleId: 'source-late', area: '222405' }, 'wrong-input'],
    ['half a year and a day', { ruleId: RULE, area: '222405', until: '2027-03-08T10:00:00+08:00' }, 'wrong-input'],
    ['what is over already', { ruleId: RULE, area: '222405', until: '2026-09-08T09:00:00+08:00' }, 'wrong-input'],
    ['no reason', { ruleId: RULE, area: '222405', reason: '' }, 'wrong-input'],
    ['another county', { ruleId: RULE, area: NEIGHBOUR.county }, 'not-found'],
    ['the province from a county', { ruleId: RULE, area: '22' }, 'not-found'],
    ['a household nobody has', { household: 'H2224050000009' }, 'not-found'],
  ])('%s', async (_name, body, code) => {
    expect((await silence(body)).json().code).toBe(code);
  });

  it('somebody who only watches', async () => {
    const watcher = await signIn(service.app, 'yanbian');
    expect((await silence({ ruleId: RULE, area: '222405' }, watcher)).json().code).toBe('not-allowed');
    expect((await watcher.get('/api/silences')).statusCode).toBe(200);
  });
});

it('the province may silence a source, and it is told when the silence is over', async () => {
  const province = await signIn(service.app, 'province');
  const late = async () =>
    (
      await flow.db.execute(sql`select 1 from alerts where rule_id = 'source-late' and state = 'open'
        and "values" ->> 'dataset' = 'wages'`)
    ).length;
  await flow.hand(files.wages('202606', [{ id: HEAD, month: '202606', amount: 3000 }]), '2026-07-10');
  expect((await silence({ ruleId: 'source-late', area: '22' }, province)).statusCode).toBe(200);
  await flow.turn('2026-09-09');
  expect(await late()).toBe(0);
  await flow.turn('2026-10-09');
  expect(await late()).toBe(1);
});
