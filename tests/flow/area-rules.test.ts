// Many households of one township struck within a few days: one alert on the place, one survey a household, other clocks stand still.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeScope } from '../../server/access/scope.ts';
import { explainAlert } from '../../server/flow/alerts/why.ts';
import { readRuleVersions } from '../../server/flow/rules/versions.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { withdrawBatch } from '../../server/withdraw.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type Flow, files, idOf, openFlow } from '../support/flow.ts';

const HEADS = Array.from({ length: 8 }, (_, index) => idOf(index + 1, '19700101'));
const houseOf = (index: number) => `H222405000000${index + 1}`;
const VILLAGES = ['222405105201', '222405105202'];

let flow: Flow;
beforeEach(async () => {
  flow = await openFlow();
  await flow.parameters();
  const people = HEADS.map((id, index) => ({ id, household: houseOf(index), village: VILLAGES[index % 2]! }));
  await flow.hand(files.registry('202609', people), '2026-09-01');
});

/** A day of September for each head, in their order. */
const flood = (days: readonly (number | null)[], came = '2026-09-16', event = '九月洪涝') =>
  flow.hand(
    files.disasters(
      '202609',
      days.flatMap((day, index) =>
        day === null ? [] : [{ head: HEADS[index]!, on: `2026-09-${String(day).padStart(2, '0')}`, event }],
      ),
    ),
    came,
  );
const areaAlerts = async () =>
  (
    await flow.db.execute<
      Record<string, unknown>
    >(sql`select area_code as area, event_key as first, state, end_reason as reason, severity,
      ("values" ->> 'households')::int as households from alerts where subject_kind = 'area' order by raised_at, id`)
  ).map((row) => ({ ...row }));
const tasks = async () =>
  (
    await flow.db.execute<
      Record<string, unknown>
    >(sql`select h.registry_number as house, t.kind, t.state, t.suspended_at is not null as stands,
      (select string_agg(a.rule_id, ' ' order by a.rule_id) from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = t.id) as for
      from tasks t join households h on h.id = t.household_id order by 1, 2, t.opened_at, t.id`)
  ).map((row) => ({ ...row }));
const campaigns = async () =>
  (
    await flow.db.execute<Record<string, unknown>>(
      sql`select kind, area_code as area, picked, ended_at is not null as ended from campaigns order by began_at, id`,
    )
  ).map((row) => ({ ...row }));
const close = (where = sql`true`) =>
  flow.db.execute(
    sql`update tasks set state = 'closed', closed_at = '2026-09-18 12:00+08', outcome_code = 'A6' where kind = 'sweep' and ${where}`,
  );

it.each(CATALOGUE.areaRules)('rule $id quotes its policy verbatim', ({ policy }) => {
  const text = readFileSync(`rules/seeds/${policy.seed}`, 'utf8');
  expect(text).toContain(policy.quote);
  expect(text).toContain(policy.document);
});

describe('the alert', () => {
  it.each([
    ['five within seven days', [10, 10, 11, 14, 16], 1],
    ['four', [10, 10, 11, 16], 0],
    ['five within eight days', [9, 10, 11, 14, 16], 0],
    ['five, a long run of days apart', [1, 4, 8, 12, 16], 0],
  ])('%s', async (_name, days, raised) => {
    await flood(days);
    await flow.turn('2026-09-16');
    expect(await areaAlerts()).toHaveLength(raised);
    expect(await campaigns()).toHaveLength(raised);
  });

  it('is one an episode: later and earlier rows belong to it, and after its campaign it does not come again', async () => {
    await flood([10, 10, 11, 14, 14]);
    await flow.turn('2026-09-16');
    await flow.turn('2026-09-17');
    await flood([null, null, null, null, null, 18, 8], '2026-09-18', '又送来的');
    await flow.turn('2026-09-18', 'touched');
    expect(await areaAlerts()).toMatchObject([
      { area: '222405105', state: 'open', first: '2026-09-10', households: 7 },
    ]);
    expect(await campaigns()).toMatchObject([{ kind: 'disaster', area: '222405105', picked: 7, ended: false }]);
    await close();
    for (const day of ['2026-09-19', '2026-09-20']) await flow.turn(day);
    expect(await campaigns()).toMatchObject([{ ended: true }]);
    expect(await areaAlerts()).toMatchObject([{ state: 'closed' }]);
  });

  it('comes not for what is long past', async () => {
    await flood([10, 10, 11, 14, 14], '2026-10-20');
    await flow.turn('2026-10-20');
    expect(await areaAlerts()).toEqual([]);
  });

  it('says why: the count, the days, the rule, the rows', async () => {
    await flood([10, 10, 11, 14, 14]);
    await flow.turn('2026-09-16');
    const [alert] = await flow.db.execute<{ id: string }>(sql`select id from alerts where subject_kind = 'area'`);
    const scope = makeScope({ userId: '', areas: ['222405'], counties: ['222405'], department: null });
    const { book, contracts, measures, departments } = CATALOGUE;
    const context = { versions: readRuleVersions(book), book, contracts, measures, departments };
    const why = (await explainAlert(flow.db, scope, alert!.id, context))!;
    expect(why.alert).toMatchObject({ rule: { zh: '乡镇集中受灾' }, household: null, areaCode: '222405105' });
    expect(why.alert.message.zh).toBe('2026-09-10至2026-09-14，5户受灾，其中7天内最多5户；逐户排查。');
    expect(why.rule.condition).toBe('households(disaster.loss, township, days: 7) >= 5');
    expect(why.evidence).toHaveLength(5);
    expect(why.evidence[0]).toMatchObject({ dataset: 'disaster-families', onDate: '2026-09-14', amount: 800_000 });
    const elsewhere = makeScope({ userId: '', areas: ['222403'], counties: ['222403'], department: null });
    expect(await explainAlert(flow.db, elsewhere, alert!.id, context)).toBeUndefined();
  });

  it('whose batch is taken back is cancelled, its campaign ends, and nobody goes', async () => {
    const { batchId } = await flood([10, 10, 11, 14, 14]);
    await flow.turn('2026-09-16');
    const why = { status: 'withdrawn', reason: 'wrong', by: null } as const;
    await flow.db.transaction((tx) => withdrawBatch(tx, CATALOGUE, batchId, why, instantAt('2026-09-17', '08:00')));
    await flow.turn('2026-09-17');
    expect(await areaAlerts()).toMatchObject([{ state: 'cancelled', reason: 'retracted' }]);
    expect(await campaigns()).toMatchObject([{ ended: true }]);
    expect((await tasks()).map((task) => task.state)).toEqual(Array(5).fill('cancelled'));
  });
});

describe('the survey', () => {
  it('is one task a household of the rows; the disaster alert joins it, no help task is opened for it', async () => {
    await flood([10, 10, 11, 14, 14]);
    await flow.turn('2026-09-16');
    await flow.turn('2026-09-16');
    expect(await tasks()).toEqual(
      [0, 1, 2, 3, 4].map((index) => ({
        ...{ house: houseOf(index), kind: 'sweep', state: 'waiting', stands: false, for: 'disaster-household' },
      })),
    );
  });

  it('takes over what waited for help for the disaster, leaves unlike alerts there, and goes not where somebody is on the way', async () => {
    await flood([10, 10, 10]);
    await flow.hand(
      files.medical('202609', [{ no: 'S1', id: HEADS[1]!, on: '2026-09-05', paid: 30_000 }]),
      '2026-09-12',
    );
    await flow.turn('2026-09-12');
    await flow.db.execute(
      sql`update tasks set state = 'accepted' where household_id = (select id from households where registry_number = ${houseOf(2)})`,
    );
    await flood([null, null, null, 11, 11], '2026-09-13');
    await flow.turn('2026-09-13');
    expect((await tasks()).filter((task) => task.state !== 'cancelled')).toMatchObject([
      { house: houseOf(0), kind: 'sweep', for: 'disaster-household' },
      { house: houseOf(1), kind: 'help', for: 'heavy-medical-spending', stands: false }, // red: two causes stacked
      { house: houseOf(1), kind: 'sweep', for: 'disaster-household' },
      { house: houseOf(2), kind: 'help', state: 'accepted', for: 'disaster-household', stands: false },
      { house: houseOf(3), kind: 'sweep' },
      { house: houseOf(4), kind: 'sweep' },
    ]);
  });

  it('lets the clock of other help stand still, and go on by as much when it is over', async () => {
    const bill = { no: 'S1', id: HEADS[0]!, on: '2026-09-05', paid: 30_000 };
    await flow.hand(files.medical('202609', [bill]), '2026-09-10');
    await flow.turn(instantAt('2026-09-10', '12:00'));
    const due = async () =>
      (await flow.db.execute<{ due: Date }>(sql`select visit_due_at as due from tasks where kind = 'help'`))[0]!.due;
    const before = new Date(await due()).getTime();
    await flood([10, 10, 11, 11, 11], '2026-09-11');
    await flow.turn(instantAt('2026-09-11', '12:00'));
    const standing = (await tasks()).filter((task) => task.kind === 'help');
    expect(standing).toMatchObject([{ house: houseOf(0), stands: true, for: 'heavy-medical-spending' }]);
    await flow.turn(instantAt('2026-09-14', '12:00'));
    expect(new Date(await due()).getTime()).toBe(before);
    await close();
    await flow.turn(instantAt('2026-09-18', '12:00'));
    expect(await campaigns()).toMatchObject([{ ended: true }]);
    expect((await tasks()).filter((task) => task.stands)).toEqual([]);
    expect(new Date(await due()).getTime() - before).toBe(7 * 86_400_000);
    await flow.turn(instantAt('2026-09-18', '12:00'));
    expect(new Date(await due()).getTime() - before).toBe(7 * 86_400_000);
  });

  it('ends by itself a week past its due date; what has an alert is still to be seen', async () => {
    await flood([10, 10, 11, 14, 14]);
    await flow.turn('2026-09-16');
    await flow.turn('2026-09-29');
    expect(await campaigns()).toMatchObject([{ ended: false }]);
    await flow.turn('2026-09-30');
    expect(await campaigns()).toMatchObject([{ ended: true }]);
    expect((await tasks()).map((task) => task.state)).toEqual(Array(5).fill('waiting'));
  });
});
