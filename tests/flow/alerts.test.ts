// What happens to an alert and its task when the world goes on: floods, corrections, visits, days that pass.
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeAlerts } from '../../server/flow/alerts/close.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { withdrawBatch } from '../../server/withdraw.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { type Flow, files, idOf, openFlow } from '../support/flow.ts';

const HEAD = idOf(1, '19700101');
const WIFE = idOf(2, '19720303');
const SON = idOf(3, '20150505');
const HOUSE = 'H2224050000001';
const FAMILY = [
  { id: HEAD, household: HOUSE },
  { id: WIFE, household: HOUSE, relation: '配偶' },
  { id: SON, household: HOUSE, relation: '子' },
];
const COOL = { 'disaster-household': 90, 'heavy-medical-spending': 180 };

let flow: Flow;
const world = async () => {
  flow = await openFlow();
  await flow.parameters();
  await flow.hand(files.registry('202609', FAMILY), '2026-09-01');
};

interface AlertLine {
  rule: string;
  state: string;
  reason: string | null;
  task: string | null;
  kind: string | null;
  severity: string;
  notice: string | null;
}
const alertLines = async () =>
  [
    ...(await flow.db.execute<
      AlertLine & Record<string, unknown>
    >(sql`select a.rule_id as rule, a.state, a.end_reason as reason, t.state as task,
      t.kind, t.severity, t.notice from alerts a left join task_alerts ta on ta.alert_id = a.id left join tasks t on t.id = ta.task_id
      where a.subject_kind <> 'source'
      order by a.raised_at, a.rule_id, a.id`)),
  ] as AlertLine[];
const endings = async () =>
  (
    await flow.db.execute<{ reason: string }>(
      sql`select end_reason as reason from findings where ended_at is not null order by id`,
    )
  ).map((f) => f.reason);

/** Somebody went: the task and its alerts are closed, as its confirmation does it. */
async function closeAll(day: string): Promise<void> {
  const now = instantAt(day, '12:00');
  await flow.db.transaction(async (tx) => {
    const open = await tx.execute<{ id: string }>(sql`select id from alerts where state = 'open'`);
    await tx.execute(
      sql`update tasks set state = 'closed', closed_at = ${now.toISOString()}, outcome_code = 'A1' where state not in ('closed', 'cancelled')`,
    );
    await closeAlerts(
      tx,
      open.map((alert) => alert.id),
      COOL,
      now,
    );
  });
}

const moveTasks = (state: string) =>
  flow.db.execute(sql`update tasks set state = ${state} where state not in ('closed', 'cancelled')`);

beforeEach(world);

describe('an event', () => {
  const flood = (period: string, on: string, event = '2026年洪涝') =>
    files.disasters(period, [{ head: HEAD, on, event }]);

  it('opens one alert and one task, and neither again while it is open', async () => {
    await flow.hand(flood('202609', '2026-09-10'), '2026-09-12');
    for (const day of ['2026-09-12', '2026-09-13', '2026-10-20']) await flow.turn(day);
    expect(await alertLines()).toMatchObject([
      { rule: 'disaster-household', state: 'open', task: 'waiting', kind: 'help' },
    ]);
  });

  it('never opens a second episode, even after the cool-down or told again by a later file', async () => {
    await flow.hand(flood('202609', '2026-09-10'), '2026-09-12');
    await flow.turn('2026-09-12');
    await closeAll('2026-09-15');
    await flow.hand(flood('202610', '2026-09-10'), '2026-10-12');
    for (const day of ['2026-09-15', '2026-10-13', '2026-11-30', '2027-03-30']) await flow.turn(day);
    expect(await alertLines()).toHaveLength(1);
  });

  it('that comes after a closed alert opens another, whatever the cool-down says', async () => {
    await flow.hand(flood('202609', '2026-09-10'), '2026-09-12');
    await flow.turn('2026-09-12');
    await closeAll('2026-09-15');
    await flow.hand(flood('202610', '2026-10-02', '十月洪涝'), '2026-10-03');
    await flow.turn('2026-10-03');
    expect(await alertLines()).toMatchObject([
      { state: 'closed' },
      { state: 'open', rule: 'disaster-household', task: 'waiting' },
    ]);
  });

  it('that was known when the alert was closed opens none: the visit saw it', async () => {
    await flow.hand(flood('202609', '2026-09-10'), '2026-09-12');
    await flow.turn('2026-09-12');
    await flow.hand(flood('202610', '2026-09-13', '又一次'), '2026-09-14');
    await flow.turn('2026-09-14');
    await closeAll('2026-09-15');
    for (const day of ['2026-09-15', '2026-10-15']) await flow.turn(day);
    expect(await alertLines()).toHaveLength(1);
  });

  it('whose file is withdrawn while an earlier one stands leaves one alert, which rests on the earlier one', async () => {
    const first = await flow.hand(flood('202609', '2026-09-10'), '2026-09-12');
    const second = await flow.hand(flood('202609', '2026-09-13', '又一次'), '2026-09-14');
    await flow.turn('2026-09-14');
    const now = instantAt('2026-09-15', '09:00');
    const end = { status: 'withdrawn' as const, reason: 'wrong file', by: null };
    await flow.db.transaction((tx) => withdrawBatch(tx, CATALOGUE, second.batchId, end, now));
    for (const day of ['2026-09-15', '2026-09-15']) await flow.turn(day, 'touched');
    expect(await alertLines()).toMatchObject([{ rule: 'disaster-household', state: 'open', task: 'waiting' }]);
    const rests = await flow.db.execute(sql`select a."values" ->> 'event.on_date' as on_date, f.ended_at, e.batch_id
      from alerts a join findings f on f.id = a.finding_id and f.event_key = a.event_key join alert_evidence e on e.alert_id = a.id
      where a.rule_id = 'disaster-household'`);
    expect([...rests]).toEqual([{ on_date: '2026-09-10', ended_at: null, batch_id: first.batchId }]);
  });

  it('that grows old ends its finding as expired and leaves the alert open: somebody still has to look', async () => {
    await flow.hand(flood('202609', '2026-09-10'), '2026-09-12');
    await flow.turn('2026-09-12');
    await flow.turn('2026-12-09');
    expect(await endings()).toEqual(['expired']);
    expect(await alertLines()).toMatchObject([{ state: 'open', task: 'waiting' }]);
  });

  it('is still an event 89 days later, and no more on the 90th', async () => {
    await flow.hand(flood('202609', '2026-09-10'), '2026-09-12');
    await flow.turn('2026-12-08');
    expect(await endings()).toEqual([]);
    await flow.turn('2026-12-09');
    expect(await endings()).toEqual(['expired']);
  });

  it('whose row turns out to be of another household is contradicted there and raised here', async () => {
    const other = 'H2224050000002';
    await flow.hand(flood('202609', '2026-09-10'), '2026-09-12');
    await flow.turn('2026-09-12');
    // A registry of the same month that came late: the head led another household already.
    await flow.hand(files.registry('202609', [{ id: HEAD, household: other }]), '2026-09-20');
    await flow.turn('2026-09-20');
    expect(await endings()).toEqual(['contradicted']);
    expect(await alertLines()).toMatchObject([
      { state: 'resolved', reason: 'contradicted', task: 'cancelled' },
      { state: 'open', task: 'waiting' },
    ]);
  });
});

describe('a corrected row', () => {
  const bill = (period: string, paid: number) =>
    files.medical(period, [{ no: 'S1', id: WIFE, on: '2026-09-05', paid }]);
  const raise = async () => {
    await flow.hand(bill('202609', 30_000), '2026-09-10');
    await flow.turn('2026-09-10');
    expect(await alertLines()).toMatchObject([{ rule: 'heavy-medical-spending', state: 'open', task: 'waiting' }]);
  };

  it('of a later period that says otherwise resolves the alert and cancels the waiting task', async () => {
    await raise();
    await flow.hand(bill('202610', 300), '2026-10-05');
    await flow.turn('2026-10-05');
    expect(await endings()).toEqual(['contradicted']);
    expect(await alertLines()).toMatchObject([{ state: 'resolved', reason: 'contradicted', task: 'cancelled' }]);
  });

  it.each(['assigned', 'accepted'])('leaves the task of somebody who has it (%s) and tells them', async (state) => {
    await raise();
    await moveTasks(state);
    await flow.hand(bill('202610', 300), '2026-10-05');
    await flow.turn('2026-10-05');
    expect(await alertLines()).toMatchObject([{ state: 'resolved', task: state, notice: 'cause-ended' }]);
  });

  it('that is taken back raises the alert again: nobody has looked yet', async () => {
    await flow.hand(files.deaths('202609', [{ id: HEAD, on: '2026-09-05' }]), '2026-09-10');
    await flow.turn('2026-09-10');
    await flow.hand(files.deaths('202610', [{ id: HEAD, on: '2026-03-05' }]), '2026-10-10');
    await flow.turn('2026-10-10');
    expect(await alertLines()).toMatchObject([{ state: 'resolved', task: 'cancelled' }]);
    await flow.hand(files.deaths('202611', [{ id: HEAD, on: '2026-09-05', cancelled: '2026-11-02' }]), '2026-11-10');
    await flow.turn('2026-11-10');
    expect(await alertLines()).toMatchObject([
      { state: 'resolved', task: 'cancelled' },
      { state: 'open', task: 'waiting' },
    ]);
  });

  it('of an earlier period that arrives late changes nothing', async () => {
    await raise();
    await flow.hand(bill('202608', 300), '2026-10-05');
    await flow.turn('2026-10-05');
    expect(await alertLines()).toMatchObject([{ state: 'open', task: 'waiting' }]);
  });

  it('that ends aid with the month of death resolves the alert of aid after death', async () => {
    await flow.hand(files.roster('202609', [{ id: WIFE, from: '202601' }]), '2026-09-10');
    await flow.hand(files.deaths('202609', [{ id: WIFE, on: '2026-07-15' }]), '2026-09-10');
    await flow.turn('2026-09-30');
    const exit = () => alertLines().then((lines) => lines.filter((line) => line.rule === 'deceased-still-paid'));
    expect(await exit()).toMatchObject([{ state: 'open', kind: 'exit', task: 'waiting' }]);
    await flow.hand(files.roster('202609', [{ id: WIFE, from: '202601', until: '202607' }]), '2026-10-05');
    await flow.turn('2026-10-05');
    expect(await exit()).toMatchObject([{ state: 'resolved', reason: 'contradicted', task: 'cancelled' }]);
  });

  it('that moves a death to another day keeps the one episode', async () => {
    await flow.hand(files.deaths('202609', [{ id: HEAD, on: '2026-09-05' }]), '2026-09-10');
    await flow.turn('2026-09-10');
    await flow.hand(files.deaths('202610', [{ id: HEAD, on: '2026-09-06' }]), '2026-10-10');
    await flow.turn('2026-10-10');
    expect(await alertLines()).toMatchObject([{ rule: 'breadwinner-death', state: 'open' }]);
    expect(await endings()).toEqual([]);
  });

  it('of a source that was late and shuts the gate resolves the alert', async () => {
    await flow.hand(files.roster('202609', [{ id: idOf(99), from: '202601' }]), '2026-09-10');
    await flow.hand(files.deaths('202609', [{ id: HEAD, on: '2026-09-05' }]), '2026-09-10');
    await flow.turn('2026-09-30');
    await flow.hand(files.wages('202609', [{ id: WIFE, month: '202609', amount: 90_000 }]), '2026-10-01');
    await flow.turn('2026-10-01');
    // The gate is shut by what is known now: the household is far above the line.
    expect(await endings()).toEqual(['contradicted']);
    expect(await alertLines()).toMatchObject([{ rule: 'breadwinner-death', state: 'resolved', task: 'cancelled' }]);
  });
});

describe('a condition', () => {
  const bill = (no: string, paid: number) => files.medical('202609', [{ no, id: WIFE, on: '2026-09-05', paid }]);

  it('whose alert was closed is not raised again within the cool-down, and is afterwards when it still holds', async () => {
    await flow.hand(bill('S1', 30_000), '2026-03-10');
    await flow.turn('2026-09-10');
    await closeAll('2026-09-15');
    await flow.hand(bill('S2', 9000), '2026-09-20');
    for (const day of ['2026-09-16', '2026-09-20', '2026-12-31']) await flow.turn(day);
    expect(await alertLines()).toHaveLength(1);
    await flow.db.execute(sql`update alerts set cool_until = '2026-12-01'`);
    await flow.turn('2026-12-30');
    expect(await alertLines()).toMatchObject([{ state: 'closed' }, { state: 'open' }]);
  });

  it('that ends because the year is new has expired: the alert stays', async () => {
    await flow.hand(bill('S1', 30_000), '2026-09-10');
    await flow.turn('2026-12-31');
    await flow.turn('2027-01-01');
    expect(await endings()).toEqual(['expired']);
    expect(await alertLines()).toMatchObject([{ state: 'open', task: 'waiting' }]);
  });

  it('that becomes unknown because its source is late has not been contradicted', async () => {
    const months = ['202601', '202602', '202603', '202604', '202605', '202606'];
    await flow.hand(
      files.wages(
        '202606',
        months.map((month, n) => ({ id: HEAD, month, amount: n < 3 ? 3000 : 300 })),
      ),
      '2026-06-30',
    );
    await flow.turn('2026-09-10');
    expect(await alertLines()).toMatchObject([{ rule: 'income-collapse', state: 'open' }]);
    await flow.turn('2026-09-30');
    expect(await endings()).toEqual(['expired']);
    expect(await alertLines()).toMatchObject([{ state: 'open', task: 'waiting' }]);
  });
});

describe('signals on one household', () => {
  it('of unlike causes are one task, a level more severe than the strongest; unlike signals that end leave it as it is', async () => {
    await flow.hand(files.disasters('202609', [{ head: HEAD, on: '2026-09-10' }]), '2026-09-12');
    await flow.turn('2026-09-12');
    expect(await alertLines()).toMatchObject([{ severity: 'orange' }]);
    await flow.hand(files.medical('202609', [{ no: 'S1', id: WIFE, on: '2026-09-05', paid: 30_000 }]), '2026-09-13');
    await flow.turn('2026-09-13');
    expect(await alertLines()).toMatchObject([
      { severity: 'red', kind: 'help' },
      { severity: 'red', kind: 'help' },
    ]);
    const tasks = await flow.db.execute<{ due: Date; opened: Date }>(
      sql`select visit_due_at as due, opened_at as opened from tasks`,
    );
    expect(tasks).toHaveLength(1);
    expect(new Date(tasks[0]!.due)).toEqual(new Date(instantAt('2026-09-14', '23:59')));
    const before = await flow.db.execute(sql`select * from tasks`);
    await flow.turn(instantAt('2026-09-14', '03:00')); // before the first deadline, from which on it climbs
    expect([...(await flow.db.execute(sql`select * from tasks`))]).toEqual([...before]);
  });

  it('that may take something away get a task of their own', async () => {
    await flow.hand(files.roster('202609', [{ id: HEAD, from: '202601' }]), '2026-09-10');
    await flow.hand(files.deaths('202609', [{ id: HEAD, on: '2026-07-15' }]), '2026-09-10');
    await flow.turn('2026-09-30');
    expect(await alertLines()).toMatchObject([
      { rule: 'breadwinner-death', kind: 'help', severity: 'red' },
      { rule: 'deceased-still-paid', kind: 'exit', severity: 'orange' },
    ]);
    expect((await flow.db.execute(sql`select 1 from tasks`)).length).toBe(2);
  });

  it('that come after the visit was sent open a follow-up', async () => {
    await flow.hand(files.disasters('202609', [{ head: HEAD, on: '2026-09-10' }]), '2026-09-12');
    await flow.turn('2026-09-12');
    await moveTasks('submitted');
    await flow.hand(files.medical('202609', [{ no: 'S1', id: WIFE, on: '2026-09-05', paid: 30_000 }]), '2026-09-13');
    await flow.turn('2026-09-13');
    expect(await alertLines()).toMatchObject([
      { kind: 'help', task: 'submitted' },
      { kind: 'follow-up', task: 'waiting' },
    ]);
  });
});
