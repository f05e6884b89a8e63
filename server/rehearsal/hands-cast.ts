// The printed sign-ins each find something to do this morning: what came up in their counties lately is left to them, at every step.
import { sql } from 'drizzle-orm';
import type { SignedIn } from '../access/route.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { newId } from '../kernel/id.ts';
import type { Service } from '../service.ts';
import type { Hands } from './hands.ts';
import { hashOf, type Standing } from './hands-plan.ts';
import { readStaff, readWork, type Work } from './hands-read.ts';
import { attemptsBefore, visitOf } from './hands-visit.ts';

const COUNTIES = ['220102', '222405', '222403'];
/** Townships of these whose officer and coordinator belong to the cast: their people are at every step of the way. */
const TOWNSHIPS = ['222405105', '220102001', '222403100'];
const LATELY_DAYS = 31;

/** What the cast's counties have not given out yet of the last month is the cast's own. */
export function isLeftToCast(today: Date): (task: Standing) => boolean {
  const since = instantAt(addDays(dayOf(today), -LATELY_DAYS));
  return ({ county, state, openedAt }) => COUNTIES.includes(county) && state === 'waiting' && openedAt >= since;
}

/**
 * Of what waits in the cast's townships, half is with the coordinator or visited already, on the days after it came up; the rest waits
 * for the county. Run again, it adds nothing while somebody has something in hand there.
 */
export async function prepareCast(service: Service, hands: Hands, now: Date): Promise<void> {
  const staff = await readStaff(service.flow);
  for (const township of TOWNSHIPS) {
    const here = (await readWork(service.flow)).filter(
      ({ area, kind }) => area.startsWith(township) && kind !== 'second-look',
    );
    const user = staff.dispatcherOf(township);
    const isOut = (task: Work) =>
      task.state !== 'waiting' && task.openedAt >= instantAt(addDays(dayOf(now), -LATELY_DAYS));
    if (!user || here.filter(isOut).length > 1) continue;
    const waiting = here
      .filter(({ state }) => state === 'waiting')
      .sort((a, b) => Number(a.openedAt) - Number(b.openedAt));
    const given = waiting.slice(0, Math.ceil((waiting.length - 1) * 0.6));
    for (const task of given) {
      const body = { tasks: [{ id: task.id, version: task.version }] };
      const at = before(now, task, { days: 1, time: '10:20', minutes: 40 });
      await hands.office.together((tx) =>
        hands.office.perform(tx, { user, method: 'POST', url: '/api/tasks/dispatch', body, now: at }),
      );
    }
    for (const task of given.slice(0, Math.floor(given.length / 2)))
      await visit(service, hands, task, {
        byId: staff.byId,
        at: before(now, task, { days: 2, time: '15:10', minutes: 5 }),
      });
  }
}

/** So many days after a task was opened, or some minutes ago where that is still to come. */
function before(now: Date, { openedAt }: Work, of: { days: number; time: string; minutes: number }): Date {
  const then = instantAt(addDays(dayOf(openedAt), of.days), of.time);
  return new Date(Math.min(then.getTime(), now.getTime() - of.minutes * 60_000));
}

async function visit(
  service: Service,
  { office, seed, truth }: Hands,
  task: Work,
  of: { byId: ReadonlyMap<string, SignedIn>; at: Date },
): Promise<void> {
  const [row] = await service.flow.execute<{ assignee: string | null }>(
    sql`select assignee_id as assignee from tasks where id = ${task.id}::uuid and state = 'assigned'`,
  );
  const user = row?.assignee ? of.byId.get(row.assignee) : undefined;
  if (!user) return;
  const isRight = truth.isRight(task.household, task.asKind, dayOf(of.at));
  const body = visitOf(
    { ...task, taskId: task.id, isRight, centre: undefined },
    { seed, key: hashOf(task.household), at: of.at },
  );
  await office.together(async (tx) => {
    const put = (url: string, sent: object) =>
      office.perform(tx, { user, method: 'PUT', url, params: { id: newId(of.at) }, body: sent, now: of.at });
    for (const attempt of attemptsBefore(body)) await put('/api/visit-attempts/:id', attempt);
    await put('/api/visits/:id', body);
  });
}
