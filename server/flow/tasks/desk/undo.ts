// Taking a dispatch back within a minute: each task for itself, and only while nothing else has happened to it.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '../../../../db/client.ts';
import { defineRoute, type Route } from '../../../access/route.ts';
import { Problem } from '../../../kernel/problem.ts';
import type { TaskState } from '../model.ts';
import { type Person, seenBy } from '../store.ts';
import { UNDO_SECONDS, UndoInput, UndoResult } from './model.ts';

type Asked = z.output<typeof UndoInput>['tasks'];

interface Now extends Record<string, unknown> {
  id: string;
  state: TaskState;
  version: number;
  isMine: boolean;
  isLate: boolean;
}

/** The route of undoing. */
export function undoRoute(): Route {
  return defineRoute({
    method: 'POST',
    url: '/api/tasks/undo',
    action: 'task.undo',
    summary:
      'Take back what I dispatched in the last minute: state and holder as before; every task is answered for itself',
    body: UndoInput,
    response: z.object({ items: z.array(UndoResult) }),
    async handle({ tx, scope, user, body, now, record }) {
      const asked = [...new Map(body.tasks.map((task) => [task.id, task])).values()];
      const { undone, items } = await takeBack(tx, { user, scope }, asked, now);
      if (items.every((item) => item.outcome === 'not-found')) throw new Problem('not-found');
      for (const { id, area, to } of undone)
        await record({ subjectKind: 'task', subjectId: id, areaCode: area, details: { to, many: undone.length } });
      if (undone.length === 0)
        await record({ subjectKind: 'task-list', subjectId: 'undo', details: { refused: items.length } });
      return { items };
    },
  });
}

/**
 * Restores what `before_dispatch` kept: a task in, and out again as it stood, where its version is still the one that the caller's own
 * dispatch made no longer ago than UNDO_SECONDS. Deadlines were never touched by the dispatch, so they are those of before.
 */
async function takeBack(
  tx: Transaction,
  person: Person,
  asked: Asked,
  now: Date,
): Promise<{ undone: { id: string; area: string; to: string }[]; items: UndoResult[] }> {
  const seen = seenBy(person.user, person.scope);
  const since = new Date(now.getTime() - UNDO_SECONDS * 1000).toISOString();
  const undone = await tx.execute<{ id: string; area: string; to: TaskState; version: number }>(sql`
    update tasks t set state = t.before_dispatch ->> 'state', state_at = (t.before_dispatch ->> 'stateAt')::timestamptz,
      assignee_id = (t.before_dispatch ->> 'assigneeId')::uuid, return_reason = t.before_dispatch ->> 'returnReason',
      notice = t.before_dispatch ->> 'notice', dispatched_by = (t.before_dispatch ->> 'dispatchedBy')::uuid,
      dispatched_at = (t.before_dispatch ->> 'dispatchedAt')::timestamptz, before_dispatch = null, version = t.version + 1
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as w(id uuid, version int)
    where t.id = w.id and t.version = w.version and t.state = 'assigned' and t.before_dispatch is not null
      and t.dispatched_by = ${person.user.id}::uuid and t.dispatched_at >= ${since} and ${seen}
    returning t.id, t.area_code as area, t.state as "to", t.version`);
  const done = new Map(undone.map((row) => [row.id, row]));
  const left = asked.filter(({ id }) => !done.has(id)).map(({ id }) => id);
  const standing =
    await tx.execute<Now>(sql`select t.id, t.state, t.version, t.dispatched_by = ${person.user.id}::uuid as "isMine",
      t.dispatched_at < ${since} as "isLate" from tasks t where t.id = any(${sql.param(left)}::uuid[]) and ${seen}`);
  const others = new Map(standing.map((row) => [row.id, row]));
  const items = asked.map(({ id, version }): UndoResult => {
    const row = done.get(id);
    if (row) return { id, outcome: 'undone', version: row.version, state: row.to };
    const other = others.get(id);
    if (!other) return { id, outcome: 'not-found', version: null, state: null };
    return { id, outcome: whyKept(other, version), version: other.version, state: other.state };
  });
  return { undone: [...undone], items };
}

function whyKept(task: Now, version: number): UndoResult['outcome'] {
  if (task.isMine && task.state === 'accepted') return 'accepted';
  if (task.isMine && task.version === version && task.isLate) return 'too-late';
  return 'changed';
}
