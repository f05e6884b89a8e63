// What is asked at the door of one task, for who prints its sheet or types it in: the form, why, and what the data says already.
import { z } from 'zod';
import { defineRoute, type Route } from '../../../access/route.ts';
import { dayOf } from '../../../kernel/clock.ts';
import { orNotFound } from '../../../kernel/problem.ts';
import type { RuleVersions } from '../../rules/versions.ts';
import { findTask } from '../../tasks/rows.ts';
import { outcomeKindOf } from '../model.ts';
import { formFor, readBecause } from './check.ts';
import { type KnownNeeds, readKnown } from './known.ts';
import { type Form, TaskForm } from './model.ts';

interface Needs extends KnownNeeds {
  forms: readonly Form[];
  versions: RuleVersions;
}

/** The route of a task's form at the desk; phones get theirs with the task. */
export function formRoute({ forms, versions, ...needs }: Needs): Route {
  return defineRoute({
    method: 'GET',
    url: '/api/tasks/:id/form',
    action: 'form.read',
    summary: 'Which form is asked at the door of a task, for which reasons, and what the data says of its questions',
    params: z.object({ id: z.uuid() }),
    response: TaskForm,
    async handle({ tx, scope, user, params, now, record }) {
      const found = orNotFound(await findTask(tx, { user, scope }, params.id, { versions, now }));
      const { row, asKind, householdId } = found;
      const form = formFor(forms, { kind: row.kind, asKind });
      const because = await readBecause(tx, row.id);
      const known = await readKnown(tx, [{ id: row.id, householdId, form, because }], { ...needs, today: dayOf(now) });
      await record({
        ...{ subjectKind: 'task', subjectId: row.id, areaCode: row.areaCode },
        details: { form: form?.id, household: row.household?.number },
      });
      const asked = { form: form?.id ?? null, asKind: outcomeKindOf(asKind), because };
      return { taskId: row.id, ...asked, known: known.get(row.id) ?? {} };
    },
  });
}
