// A drawn share of closed work is looked at again: by lot, once a week, so that anybody can draw it again from the seed.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { HOME, NEIGHBOUR } from '../support/cast.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import { openFlow } from '../support/flow.ts';
import { makeAlert, makeHousehold, makeTask, makeVisit } from '../support/makers.ts';

const flow = await openFlow();
const { share, sure_from } = CATALOGUE.deadlines.second_look;

async function close(day: string, area: string = HOME.village) {
  const household = await makeHousehold(flow.db, { areaCode: area });
  const alert = await makeAlert(flow.db, { household, state: 'closed' });
  const closedAt = new Date(`${day}T10:00+08:00`);
  const task = await makeTask(flow.db, { alert, state: 'closed', outcomeCode: 'A6', closedAt });
  await makeVisit(flow.db, { task });
  return task;
}

interface Draw extends Record<string, unknown> {
  id: string;
  seed: string;
  population: number;
  picked: number;
  from: string;
  until: string;
}
const draws = () =>
  flow.db.execute<Draw>(sql`select id, seed, population, picked, (from_at at time zone 'Asia/Shanghai')::text as from,
    (until_at at time zone 'Asia/Shanghai')::text as until from draws order by until_at`);
const looks = () =>
  flow.db.execute<{
    id: string;
    looksAt: string;
    county: string;
  }>(sql`select id, looks_at_id as "looksAt", county_code as county
    from tasks where kind = 'second-look' order by looks_at_id`);

/** The share of a lot, counted without the database. */
function lotOf(seed: string, id: string): number {
  const digest = createHash('sha256').update(`${seed}:${id}`).digest('hex').slice(0, 13);
  return Number(BigInt(`0x${digest}`)) / 2 ** 52;
}

it('nothing closed, nothing drawn; and nothing before a week is over', async () => {
  await flow.turn('2026-10-15');
  expect(await draws()).toHaveLength(0);
  await close('2026-10-16');
  await flow.turn('2026-10-22');
  expect(await draws()).toHaveLength(0);
});

it('after a week a share is drawn, one at least where enough was closed, and the seed draws it again', async () => {
  const [here, there] = [[], []] as { id: string }[][];
  for (let i = 0; i < sure_from; i++) here!.push(await close('2026-10-17'));
  for (let i = 0; i < 3; i++) there!.push(await close('2026-10-18', `${NEIGHBOUR.township}201`));
  const late = await close('2026-10-23');
  await flow.turn('2026-10-23');
  const [draw, ...more] = await draws();
  expect(more).toEqual([]);
  expect(draw).toMatchObject({
    population: 1 + sure_from + 3,
    from: '2026-10-16 00:00:00',
    until: '2026-10-23 00:00:00',
  });

  const closed = await flow.db.execute<{ id: string; county: string }>(
    sql`select id, county_code as county from tasks where state = 'closed' and kind = 'help' and id <> ${late.id}::uuid`,
  );
  const lots = closed.map((task) => ({ ...task, lot: lotOf(draw!.seed, task.id) })).sort((a, b) => a.lot - b.lot);
  const drawn = new Set(lots.filter(({ lot }) => lot < share).map(({ id }) => id));
  drawn.add(lots.find(({ county }) => county === HOME.county)!.id);
  const found = await looks();
  expect(found.map((look) => look.looksAt).sort()).toEqual([...drawn].sort());
  expect(draw!.picked).toBe(found.length);
});

it('is not drawn twice at one time, and what was drawn opens with entries and without alerts', async () => {
  const before = (await looks()).length;
  const report = await flow.turn('2026-10-23');
  expect(report.steps.find((step) => step.stage === 'tasks')?.rows).toBe(0);
  expect(await looks()).toHaveLength(before);
  const [one] = await flow.db.execute(sql`select t.state, t.severity, t.origin_kind, t.subject_kind,
      (select count(*)::int from task_alerts a where a.task_id = t.id) as alerts,
      (select count(*)::int from audit_entries e where e.action = 'task.open' and e.subject_id = t.id::text) as entries
    from tasks t where t.kind = 'second-look' limit 1`);
  expect(one).toEqual({
    state: 'waiting',
    severity: 'blue',
    origin_kind: 'draw',
    subject_kind: 'household',
    alerts: 0,
    entries: 1,
  });
});

it('the next draw begins where the last ended, and second looks are not looked at again', async () => {
  await flow.db.execute(
    sql`update tasks set state = 'closed', closed_at = '2026-10-24T10:00+08', outcome_code = 'A1' where kind = 'second-look'`,
  );
  await flow.turn('2026-10-29');
  expect(await draws()).toHaveLength(1);
  await flow.turn('2026-10-30');
  const [, second] = await draws();
  // The one closed on the 23rd, after the first draw's midnight.
  expect(second).toMatchObject({ population: 1, from: '2026-10-23 00:00:00', until: '2026-10-30 00:00:00' });
});

it('a closed second look is no outcome of a warning', async () => {
  const [row] = await flow.db.execute<{ count: number }>(
    sql`select count(*)::int as count from outcomes o join tasks t on t.id = o.task_id where t.kind = 'second-look'`,
  );
  expect(row!.count).toBe(0);
});
