// Whether the answers of a visit fit their form: asked of a visit from a phone and of one on paper alike.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../../db/client.ts';
import { Problem } from '../../../kernel/problem.ts';
import type { Because } from '../answers/model.ts';
import type { Answers, Form } from './model.ts';
import { answersSchema, faultsOfAnswers } from './schema.ts';

export interface AnsweredTask {
  id: string;
  /** The kind of the task itself, and the kind whose outcomes fit. */
  kind: string;
  asKind: string;
}

/** The form for a task: its own kind's, else that of the kind whose outcomes fit; undefined where there is none. */
export function formFor(
  forms: readonly Form[],
  { kind, asKind }: Pick<AnsweredTask, 'kind' | 'asKind'>,
): Form | undefined {
  const of = (wanted: string) => forms.find((form) => (form.kinds as readonly string[]).includes(wanted));
  return of(kind) ?? of(asKind === 'exit' ? 'exit' : 'help');
}

/**
 * Refuses (422) answers that do not fit the form of the task, each with its place. No answers at all are taken: a sheet of paper, or a
 * phone that knows no forms. Those to an older version are taken as far as their values fit today's.
 */
export async function checkAnswers(
  tx: Executor,
  forms: readonly Form[],
  of: { task: AnsweredTask; answers: Answers },
): Promise<void> {
  const { task, answers } = of;
  if (answers.form === undefined) return;
  const form = formFor(forms, task);
  if (form?.id !== answers.form) {
    const detail = `这件事用的表是 ${form?.names.zh ?? '—'}。 / The form for this task is: ${form?.names.en ?? '—'}.`;
    throw new Problem('wrong-input', undefined, [{ pointer: '/answers/form', detail }]);
  }
  // Reasons may have come or gone while the phone was out of reach: what hangs on them is not missed.
  const forgives = answers.version === form.version ? 'reasons' : 'version';
  const { form: _, version: __, ...said } = answers;
  const checked = answersSchema(form, { because: await readBecause(tx, task.id), forgives }).safeParse(said);
  if (!checked.success) throw new Problem('wrong-input', undefined, faultsOfAnswers(checked.error));
}

/** Why somebody was sent to a task: its rules and causes, for a second look those of what it looks at. */
export async function readBecause(tx: Executor, taskId: string): Promise<Because> {
  const rows = await tx.execute<{ rule: string | null; cause: string | null }>(sql`select a.rule_id as rule, a.cause
    from tasks t join task_alerts ta on ta.task_id = coalesce(t.looks_at_id, t.id) join alerts a on a.id = ta.alert_id
    where t.id = ${taskId}::uuid`);
  return { reasons: rows.flatMap((row) => row.rule ?? []), causes: rows.flatMap((row) => row.cause ?? []) };
}
