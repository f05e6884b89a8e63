// What people may do about a deadline: take note that it has passed, or put a visit off once, with the reason.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineRoute, type Route, type SignedIn } from '../../access/route.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { type Deadlines, type ExtensionFault, extendDue } from './deadlines.ts';
import { AcknowledgeInput, ExtendInput, LEVELS, type TaskRow } from './model.ts';
import { findTask } from './rows.ts';
import { changeTask, rankOf } from './store.ts';

const ById = z.object({ id: z.uuid() });
const Moved = z.object({ id: z.uuid(), version: z.number() });

const FAULTS: Record<ExtensionFault, (most: number) => string> = {
  'not-later': () => '要比现在的入户期限晚。 / It must be later than the visit is due now.',
  past: () => '这一天已过。 / That day is over.',
  'no-workday': () => '这一天不是工作日。 / That is no working day.',
  'too-far': (most) => `最多延 ${most} 个工作日。 / ${most} working days at most.`,
};

/** The routes of deadlines. */
export function clockRoutes({ versions, deadlines }: { versions: RuleVersions; deadlines: Deadlines }): Route[] {
  const acknowledge = defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/acknowledge',
    action: 'task.acknowledge',
    summary: 'Take note of a task that is late: nobody further up is told, until its next deadline passes',
    needsVersion: true,
    params: ById,
    body: AcknowledgeInput,
    response: Moved,
    async handle({ tx, scope, user, params, body, version, now, record }) {
      const { row } = orNotFound(await findTask(tx, { user, scope }, params.id, { versions, now }));
      const fault = whyNotAcknowledged(user, row);
      if (fault) throw new Problem('state-conflict', fault);
      const set = sql`acknowledged_at = ${now.toISOString()}, acknowledged_by = ${user.id}::uuid, acknowledged_note = ${body.note}`;
      const changed = await changeTask(tx, { user, scope }, { id: row.id, version, set, from: [row.state] });
      await record({
        subjectKind: 'task',
        subjectId: row.id,
        areaCode: changed.area,
        details: { level: row.escalationLevel, note: body.note },
      });
      return { id: row.id, version: changed.version };
    },
  });

  const extend = defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/extend',
    action: 'task.extend',
    summary: 'Put a visit off, once and by a few working days; a red one never',
    needsVersion: true,
    params: ById,
    body: ExtendInput,
    response: Moved.extend({ visitDueAt: z.string(), confirmDueAt: z.string() }),
    async handle({ tx, scope, user, params, body, version, now, record }) {
      const { row } = orNotFound(await findTask(tx, { user, scope }, params.id, { versions, now }));
      const fault = whyNotExtended(row);
      if (fault) throw new Problem('state-conflict', fault);
      const before = { visit: new Date(row.visitDueAt), confirm: new Date(row.confirmDueAt) };
      const due = extendDue(deadlines, before, body.until, now);
      if (typeof due === 'string')
        throw new Problem('wrong-input', undefined, [
          { pointer: '/until', detail: FAULTS[due](deadlines.extension.most_days) },
        ]);
      const [visitDueAt, confirmDueAt] = [due.visit.toISOString(), due.confirm.toISOString()];
      const set = sql`visit_due_at = ${visitDueAt}, confirm_due_at = ${confirmDueAt}, extended_at = ${now.toISOString()},
        extension_reason = ${body.reason}`;
      const changed = await changeTask(tx, { user, scope }, { id: row.id, version, set, from: [row.state] });
      await record({
        subjectKind: 'task',
        subjectId: row.id,
        areaCode: changed.area,
        details: { until: body.until, before: row.visitDueAt, reason: body.reason },
      });
      return { id: row.id, version: changed.version, visitDueAt, confirmDueAt };
    },
  });

  return [acknowledge, extend];
}

/** Why somebody cannot take note of a task being late, in words; undefined when they can. */
export function whyNotAcknowledged(user: SignedIn, task: TaskRow): string | undefined {
  if (!task.escalationLevel) return '它没有升级提醒。 / Nobody was told that it is late.';
  if (task.acknowledgedAt) return '已有人知悉。 / Somebody has taken note already.';
  if (rankOf(user) > LEVELS.indexOf(task.escalationLevel)) return undefined;
  return '提醒已到上一级，由那一级知悉。 / A higher level has been told: it is theirs to take note.';
}

/** Why a visit cannot be put off, in words; undefined when it can. */
export function whyNotExtended(task: TaskRow): string | undefined {
  if (task.severity === 'red')
    return '红色任务按钟点走，不能延期。 / A red task runs on the clock and is never put off.';
  if (task.extendedAt) return '只能延一次，已延过。 / Once only, and it has been put off.';
  if (['waiting', 'returned', 'dispatched', 'assigned', 'accepted'].includes(task.state)) return undefined;
  return '入户已完成，不用延。 / The visit is done: there is nothing to put off.';
}
