// The phones' pure core against the real server: the same random days as on the model, fewer of them.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tasks, visits } from '../../db/schema/tasks.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { findUserId, makeCoordinator, makeTask } from '../support/makers.ts';
import { type Desk, type Ending, SimPhone } from '../support/phones.ts';
import fc from '../support/property.ts';

let database: TestDatabase;
let service: TestApp;
const browsers = new Map<string, Browser>();
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  await makeCoordinator(database.flow, 'second', { name: '乙', capacity: 200 });
  for (const name of [HOME.coordinator, 'second'])
    browsers.set(await findUserId(database.flow, name), await signIn(service.app, name));
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const desk: Desk = {
  send: async (holder, changes) => (await browsers.get(holder)!.post('/api/field/changes', { holder, changes })).json(),
  fetch: async (holder, cursor) =>
    (await browsers.get(holder)!.get(`/api/field/sync?holder=${holder}&cursor=${cursor}`)).json(),
};

const phone = fc.constantFrom(0, 1);
const endings = fc.array(fc.constantFrom<Ending>('well', 'unsent', 'unanswered', 'death'), { maxLength: 3 });
const operation = fc.oneof(
  fc.record({
    is: fc.constant('act'),
    phone,
    choice: fc.nat(3),
    what: fc.constantFrom('accept', 'return', 'visit', 'visit'),
  }),
  fc.record({ is: fc.constant('sync'), phone, endings }),
  fc.record({ is: fc.constant('give'), task: fc.nat(3), phone }),
  fc.record({ is: fc.constant('cancel'), task: fc.nat(3), phone }),
);

it('on the real server too every visit arrives once, and all sides agree in the end', {
  timeout: 120_000,
}, async () => {
  let clashes = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 6, maxLength: 16 }), async (operations) => {
      await database.flow.execute(sql`update tasks set state = 'closed'`);
      const holders = [...browsers.keys()];
      const ids: string[] = [];
      for (let at = 0; at < 4; at += 1) {
        const task = await makeTask(database.flow, { state: 'assigned', assigneeId: holders[at % 2]! });
        ids.push(task.id);
      }
      const phones = holders.map((holder) => new SimPhone(holder, desk, service.now));
      for (const one of phones) await one.sync();
      for (const op of operations) {
        if (op.is === 'act') phones[op.phone]!.act(op.what as 'visit', op.choice);
        else if (op.is === 'sync') await phones[op.phone]!.sync(op.endings);
        else {
          const id = sql`id = ${ids[op.task]!}::uuid and state in ('assigned', 'accepted', 'returned')`;
          if (op.is === 'cancel') await database.flow.update(tasks).set({ state: 'cancelled' }).where(id);
          else await database.flow.update(tasks).set({ state: 'assigned', assigneeId: holders[op.phone]! }).where(id);
        }
      }
      for (const one of phones) await one.sync();
      for (const one of phones) await one.sync();
      const finished = phones.flatMap((one) => one.finished).sort();
      const answered = await database.flow
        .select({ id: visits.id })
        .from(visits)
        .where(sql`task_id = any(${sql.param(ids)}::uuid[])`);
      const kept = await database.flow.execute<{ id: string }>(
        sql`select id from field_changes where task_id = any(${sql.param(ids)}::uuid[]) and visit is not null`,
      );
      clashes += kept.length;
      expect([...answered, ...kept].map(({ id }) => id).sort()).toEqual(finished);
      for (const one of phones) {
        const { outbox, holdings } = one.phone;
        expect(outbox.filter((entry) => entry.state === 'waiting' || entry.state === 'sending')).toEqual([]);
        const rows = await database.flow
          .select()
          .from(tasks)
          .where(sql`assignee_id = ${one.holder}::uuid and state in ('assigned', 'accepted', 'submitted')`);
        const held = holdings.filter((holding) => !holding.isGone).map(({ task }) => `${task.id} ${task.state}`);
        expect(held.sort()).toEqual(rows.map((row) => `${row.id} ${row.state}`).sort());
      }
    }),
    { numRuns: 12, seed: 20261014, endOnFailure: true },
  );
  expect(clashes).toBeGreaterThan(3);
});
