// Somebody is away: what they have not taken on goes to who stands in on the first day; the rest is told to the desk.
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { HOME } from '../support/cast.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { openFlow } from '../support/flow.ts';
import { findUserId, makeAbsence, makeCoordinator, makeTask, makeVisit } from '../support/makers.ts';

// The makers' households are all of one township and one flood: a campaign would stop their clocks.
const flow = await openFlow({ ...CATALOGUE, areaRules: [] });
const ELSEWHERE = '222405105001';
await makeCoordinator(flow.db, 'stand-in', { name: '替班人', villages: [ELSEWHERE] });

interface Held extends Record<string, unknown> {
  holder: string | null;
  state: string;
  notice: string | null;
}

/** Assigned work without alerts behind it, far from its deadlines. */
async function makeHeld(given: Parameters<typeof makeTask>[1] = {}) {
  const due = { visitDueAt: new Date('2027-01-01'), confirmDueAt: new Date('2027-02-01') };
  const task = await makeTask(flow.db, { state: 'assigned', assignee: HOME.coordinator, ...due, ...given });
  await flow.db.execute(sql`delete from task_alerts where task_id = ${task.id}::uuid`);
  return task;
}

async function standing(id: string): Promise<Held> {
  const [row] = await flow.db.execute<Held>(sql`select u.username as holder, t.state, t.notice
    from tasks t left join users u on u.id = t.assignee_id where t.id = ${id}::uuid`);
  return row!;
}

const end = (id: string) =>
  flow.db.execute(sql`update absences set ended_at = '2026-10-22T09:00+08' where id = ${id}::uuid`);

it('on the first day what is not accepted goes to the cover with an entry, what is accepted stays and is told', async () => {
  const [open, accepted] = [await makeHeld(), await makeHeld({ state: 'accepted' })];
  const away = await makeAbsence(flow.db, { cover: 'stand-in', fromOn: '2026-10-20', untilOn: '2026-10-23' });
  await flow.turn('2026-10-19');
  expect(await standing(open.id)).toEqual({ holder: HOME.coordinator, state: 'assigned', notice: null });

  await flow.turn('2026-10-20');
  expect(await standing(open.id)).toEqual({ holder: 'stand-in', state: 'assigned', notice: 'stands-in' });
  expect(await standing(accepted.id)).toEqual({ holder: HOME.coordinator, state: 'accepted', notice: 'assignee-away' });
  const entries = await flow.db.execute(sql`select actor, area_code, details from audit_entries
    where action = 'task.dispatch' and subject_id = ${open.id}`);
  expect(entries).toEqual([
    {
      actor: 'system',
      area_code: HOME.village,
      details: {
        to: '替班人',
        toId: await findUserId(flow.db, 'stand-in'),
        because: 'absence',
        awayId: await findUserId(flow.db, HOME.coordinator),
      },
    },
  ]);
  const again = await flow.turn('2026-10-21');
  expect(again.steps.find((step) => step.stage === 'tasks')?.rows).toBe(0);

  await flow.turn('2026-10-24');
  expect((await standing(accepted.id)).notice).toBeNull();
  expect((await standing(open.id)).holder).toBe('stand-in');
  await end(away.id);
});

it('taken back, the notice goes with the next turn', async () => {
  const accepted = await makeHeld({ state: 'accepted' });
  const away = await makeAbsence(flow.db, { cover: 'stand-in', fromOn: '2026-10-20', untilOn: '2026-10-30' });
  await flow.turn('2026-10-21');
  expect((await standing(accepted.id)).notice).toBe('assignee-away');
  await end(away.id);
  await flow.turn('2026-10-22');
  expect((await standing(accepted.id)).notice).toBeNull();
});

it('without a cover, or with one who is away too or gone, the work stays and is told', async () => {
  const open = await makeHeld();
  const away = await makeAbsence(flow.db, { cover: 'stand-in', fromOn: '2026-11-02', untilOn: '2026-11-06' });
  const other = await makeAbsence(flow.db, { user: 'stand-in', fromOn: '2026-11-02', untilOn: '2026-11-02' });
  await flow.turn('2026-11-02');
  expect(await standing(open.id)).toEqual({ holder: HOME.coordinator, state: 'assigned', notice: 'assignee-away' });
  await flow.db.execute(sql`update users set is_active = false where username = 'stand-in'`);
  await flow.turn('2026-11-03');
  expect((await standing(open.id)).holder).toBe(HOME.coordinator);
  await flow.db.execute(sql`update users set is_active = true where username = 'stand-in'`);
  await flow.turn('2026-11-04');
  expect(await standing(open.id)).toEqual({ holder: 'stand-in', state: 'assigned', notice: 'stands-in' });
  await end(away.id);
  await end(other.id);
});

it('a second look does not go to a cover who had a part in the first', async () => {
  const first = await makeHeld({ state: 'closed', outcomeCode: 'A6' });
  await makeVisit(flow.db, { task: first, visitorId: await findUserId(flow.db, 'stand-in') });
  const look = await makeHeld({ kind: 'second-look', looksAtId: first.id });
  const away = await makeAbsence(flow.db, { cover: 'stand-in', fromOn: '2026-11-09', untilOn: '2026-11-10' });
  await flow.turn('2026-11-09');
  expect(await standing(look.id)).toEqual({ holder: HOME.coordinator, state: 'assigned', notice: 'assignee-away' });
  await end(away.id);
});

it('the cause of work that somebody stands in for may still end', async () => {
  const task = await makeTask(flow.db, { state: 'assigned', assignee: 'stand-in', notice: 'stands-in' });
  await flow.db.execute(
    sql`update facts set retracted_at = '2026-11-15' where subject_kind = 'household' and subject_id = ${task.householdId}`,
  );
  await flow.turn('2026-11-16');
  expect((await standing(task.id)).notice).toBe('cause-ended');
});
