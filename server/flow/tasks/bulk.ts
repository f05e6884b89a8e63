// Many tasks at once: each on its own feet. One statement reads them, one finds who could go, one gives them out.
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Transaction } from '../../../db/client.ts';
import type { SignedIn } from '../../access/route.ts';
import type { Scope } from '../../access/scope.ts';
import { dayOf } from '../../kernel/clock.ts';
import { Problem } from '../../kernel/problem.ts';
import { type Candidate, groupByTask, spreadTasks } from './assign.ts';
import { listCandidates, whyNot } from './candidates.ts';
import {
  type BulkInput,
  type BulkPreview,
  type BulkResult,
  TASK_MOVES,
  type TaskRow,
  type TaskState,
} from './model.ts';
import { HAD_PART, mayLead } from './move-routes.ts';
import { FORGET_HOLDER, handedOver, seenBy } from './store.ts';

interface Person {
  user: SignedIn;
  scope: Scope;
}
type Input = z.output<typeof BulkInput>;

interface Standing extends Record<string, unknown> {
  id: string;
  kind: TaskRow['kind'];
  state: TaskState;
  version: number;
  holderId: string | null;
  holder: string | null;
}

export interface BulkPlan {
  /** In the order asked for: to whom each goes. */
  chosen: { id: string; version: number; to: Candidate }[];
  refused: BulkResult[];
}

const WORDS = {
  'not-found': { zh: '没有这一项，或不在本辖区。', en: 'No such thing here, or outside your area.' },
  changed: {
    zh: '别人刚改过，请看现在的状态再定。',
    en: 'Somebody changed it just now: look at its present state first.',
  },
  moved: { zh: '它已不在可以派发的一步。', en: 'It is not at a step from which it can be dispatched.' },
  nobody: {
    zh: '没有人可派：这个村的协理员空缺、外出或已在手。',
    en: 'Nobody to give it to: no coordinator here, away, or theirs already.',
  },
  holds: { zh: '已在此人手里。', en: 'They have it already.' },
};

/** Says for each task to whom it goes or why it cannot; nothing of it in sight is 404. */
export async function planDispatch(tx: Transaction, person: Person, input: Input, now: Date): Promise<BulkPlan> {
  const asked = [...new Map(input.tasks.map((task) => [task.id, task])).values()];
  const ids = asked.map((task) => task.id);
  const standing = await readStanding(tx, person, ids);
  if (standing.size === 0) throw new Problem('not-found');
  const refused = new Map<string, BulkResult>();
  for (const { id, version } of asked) {
    const task = standing.get(id);
    const why = refusalOf(person.user, task, version);
    if (why) refused.set(id, { ...resultOf(id, task), ...why });
  }
  const able = asked.filter((task) => !refused.has(task.id));
  const candidates = await listCandidates(
    tx,
    able.map((task) => task.id),
    dayOf(now),
  );
  const open = able.map(({ id }) => ({ id, holderId: standing.get(id)!.holderId }));
  const chosen = spreadTasks(open, candidates, input.assigneeId);
  const byTask = groupByTask(candidates);
  for (const { id, holderId } of open) {
    if (chosen.has(id)) continue;
    const because = input.assigneeId ? (whyNot(byTask.get(id) ?? [], input.assigneeId) ?? WORDS.holds) : WORDS.nobody;
    const why = input.assigneeId && input.assigneeId === holderId ? WORDS.holds : because;
    refused.set(id, { ...resultOf(id, standing.get(id)), outcome: 'refused', why });
  }
  return {
    chosen: able.flatMap((task) => (chosen.has(task.id) ? [{ ...task, to: chosen.get(task.id)! }] : [])),
    refused: [...refused.values()],
  };
}

/** Whose load grows from what to what, and who goes over their capacity. */
export function previewOf({ chosen, refused }: BulkPlan): BulkPreview {
  const loads = new Map<string, BulkPreview['loads'][number]>();
  for (const { id, to } of chosen) {
    // The first of a person's candidates has the load before; the later ones count on.
    const load = loads.get(to.id) ?? {
      id: to.id,
      name: to.name,
      before: to.inHand,
      after: to.inHand,
      capacity: to.capacity,
      isOver: false,
      tasks: [],
    };
    load.after += 1;
    load.isOver = load.after > load.capacity;
    load.tasks.push(id);
    loads.set(to.id, load);
  }
  return { loads: [...loads.values()], refused };
}

/** Gives the tasks of a plan out. Which of them changed since it was made stay as they are, and are told. */
export async function giveOut(
  tx: Transaction,
  person: Person,
  plan: BulkPlan,
  now: Date,
): Promise<{ given: { id: string; area: string; to: Candidate }[]; results: BulkResult[] }> {
  const wanted = plan.chosen.map(({ id, version, to }) => ({ id, version, assignee: to.id }));
  const { from, to } = TASK_MOVES.dispatch;
  const given = await tx.execute<{ id: string; area: string; version: number }>(sql`
    update tasks t set state = ${to}, state_at = ${now.toISOString()}, version = t.version + 1, assignee_id = w.assignee, return_reason = null, ${FORGET_HOLDER},
      ${handedOver(person.user, now)}
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(id uuid, version int, assignee uuid)
    where t.id = w.id and t.version = w.version and t.state = any(${sql.param([...from])}::text[]) and ${seenBy(person.user, person.scope)}
    returning t.id, t.area_code as area, t.version`);
  const done = new Map(given.map((row) => [row.id, row]));
  const missed = plan.chosen.filter(({ id }) => !done.has(id)).map(({ id }) => id);
  const standing = await readStanding(tx, person, missed);
  const results = plan.chosen.map(({ id, to: one }): BulkResult => {
    const row = done.get(id);
    if (!row) return { ...resultOf(id, standing.get(id)), outcome: 'conflict', why: WORDS.changed };
    const assignee = { id: one.id, name: one.name };
    return { id, outcome: 'dispatched', version: row.version, assignee, state: to, why: null };
  });
  return {
    given: plan.chosen.flatMap(({ id, to: one }) => (done.has(id) ? [{ id, area: done.get(id)!.area, to: one }] : [])),
    results: [...results, ...plan.refused],
  };
}

function refusalOf(
  user: SignedIn,
  task: Standing | undefined,
  version: number,
): Pick<BulkResult, 'outcome' | 'why'> | undefined {
  if (!task) return { outcome: 'not-found', why: WORDS['not-found'] };
  if (!mayLead(user, task)) return { outcome: 'refused', why: HAD_PART };
  if (!(TASK_MOVES.dispatch.from as readonly TaskState[]).includes(task.state))
    return { outcome: 'conflict', why: WORDS.moved };
  if (task.version !== version) return { outcome: 'conflict', why: WORDS.changed };
  return undefined;
}

function resultOf(id: string, task: Standing | undefined): BulkResult {
  const assignee = task?.holderId ? { id: task.holderId, name: task.holder ?? '' } : null;
  return { id, outcome: 'not-found', version: task?.version ?? null, assignee, state: task?.state ?? null, why: null };
}

async function readStanding(tx: Transaction, { user, scope }: Person, ids: string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const rows =
    await tx.execute<Standing>(sql`select t.id, t.kind, t.state, t.version, t.assignee_id as "holderId", u.name as holder
    from tasks t left join users u on u.id = t.assignee_id where t.id = any(${sql.param(ids)}::uuid[]) and ${seenBy(user, scope)}`);
  return new Map(rows.map((row) => [row.id, row]));
}
