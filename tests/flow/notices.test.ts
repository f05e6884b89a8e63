// What whoever holds a task is told: its cause has ended, by a correction or since the file was taken back. It is told, not taken away.
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { instantAt } from '../../server/kernel/clock.ts';
import { withdrawBatch } from '../../server/withdraw.ts';
import { HOME } from '../support/cast.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { files, idOf, openFlow } from '../support/flow.ts';
import { findUserId, makeAbsence } from '../support/makers.ts';

const WIFE = idOf(2, '19720303');

it.each([
  ['waiting', 'cancelled', null],
  ['accepted', 'accepted', 'cause-ended'],
  ['returned', 'returned', 'cause-ended'],
])('when the file behind it is taken back, a task that is %s ends as %s and is told %s', async (state, end, notice) => {
  const flow = await openFlow();
  await flow.parameters();
  const family = [
    { id: idOf(1, '19700101'), household: 'H2224050000001' },
    { id: WIFE, household: 'H2224050000001', relation: '配偶' },
  ];
  await flow.hand(files.registry('202609', family), '2026-09-01');
  await flow.hand(files.medical('202609', [{ no: 'S1', id: WIFE, on: '2026-09-05', paid: 30_000 }]), '2026-09-10');
  await flow.turn('2026-09-10');
  const holder = state === 'accepted' ? await findUserId(flow.db, HOME.coordinator) : null;
  await flow.db.execute(sql`update tasks set state = ${state}, assignee_id = ${holder}::uuid`);
  // The holder being away is told too, and does not hide what is more.
  await makeAbsence(flow.db, { fromOn: '2026-09-11', untilOn: '2026-09-30' });
  await flow.turn('2026-09-11');

  const now = instantAt('2026-09-12', '08:00');
  const [batch] = await flow.db.execute<{ id: number }>(
    sql`select id from batches where dataset = 'medical-settlements'`,
  );
  await flow.db.transaction((tx) =>
    withdrawBatch(tx, CATALOGUE, batch!.id, { status: 'withdrawn', reason: '交错了', by: null }, now),
  );
  await flow.turn(now, 'touched');
  const standing = async () => [...(await flow.db.execute(sql`select state, notice from tasks`))];
  expect(await standing()).toEqual([{ state: end, notice }]);
  const again = await flow.turn(now, 'touched');
  expect(again.steps.find((step) => step.stage === 'tasks')?.rows).toBe(0);
  expect(await standing()).toEqual([{ state: end, notice }]);
});
