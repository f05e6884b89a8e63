// Where a visit that has just come and what the service has already say two things: told to whoever was at the door, who chooses.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { mergeKnown, mergeVisits } from '../flow/tasks/held/merge.ts';
import { fieldsOf, type Said } from '../flow/tasks/held/read.ts';
import { TEXTS } from '../flow/tasks/held/what-holds.ts';
import type { Clash } from '../flow/tasks/model.ts';
import { type KnownNeeds, readKnown } from '../flow/visits/forms/known.ts';
import type { Answers, Form } from '../flow/visits/forms/model.ts';
import { type Outcome, outcomeKindOf } from '../flow/visits/model.ts';
import type { Names } from '../kernel/names.ts';

interface Other extends Said, Record<string, unknown> {
  id: string;
  by: string | null;
  at: string;
}

export interface Arrived {
  id: string;
  taskId: string;
  userId: string;
  visit: Said;
  /** Null: it answered its task. */
  because: string | null;
  /** The province's day. */
  today: string;
}

type Sides = Pick<Clash, 'field' | 'mine' | 'theirs' | 'base'>;

const LABELS: ReadonlyMap<string, Names> = new Map([
  ['outcomeCode', { zh: '情况', en: 'Finding' }],
  ['cause', { zh: '原因', en: 'Cause' }],
]);

export interface ClashNeeds extends KnownNeeds {
  outcomes: readonly Outcome[];
  forms: readonly Form[];
}

/**
 * Where a visit differs from what is known otherwise: from another visit of its task, and from data that has changed since the phone
 * showed it. A task that is over asks nobody.
 */
export async function findClashes(tx: Transaction, arrived: Arrived, needs: ClashNeeds): Promise<Clash[]> {
  if (arrived.because === 'closed' || arrived.because === 'cancelled') return [];
  const withVisits = await findDiffering(tx, arrived, needs);
  const withData = await findChanged(tx, arrived, needs);
  const fields = new Set(withVisits.map(({ field }) => field));
  return [...withVisits, ...withData.filter(({ field }) => !fields.has(field))];
}

/**
 * The clashes of a visit with the last other one of its task: one that answered it, or one that was kept beside it, theirs
 * or somebody else's. An outcome that does not fit the task is left to the township, who sees both.
 */
async function findDiffering(tx: Transaction, arrived: Arrived, needs: ClashNeeds): Promise<Clash[]> {
  const other = await findOther(tx, arrived);
  if (!other) return [];
  const { clashes } = mergeVisits(fieldsOf(arrived.visit), fieldsOf(other), TEXTS);
  const fitting = await fittingOutcomes(tx, arrived.taskId, needs.outcomes);
  const theirsSource = { zh: `${other.by ?? ''}写的`, en: `written by ${other.by ?? 'somebody'}` };
  return clashes
    .filter(
      ({ field, mine, theirs }) =>
        field !== 'outcomeCode' || [mine, theirs].every((one) => fitting.includes(String(one))),
    )
    .map((clash) => ({
      ...(clash as Sides),
      label: LABELS.get(clash.field) ?? labelOf(clash.field, needs.forms, arrived.visit),
      theirsSource,
      theirsAt: other.at,
      theirsId: other.id,
    }));
}

/** Corrections of what the data has told otherwise since. Whose household is out of sight is asked nothing. */
async function findChanged(tx: Transaction, { taskId, visit, today }: Arrived, needs: ClashNeeds): Promise<Clash[]> {
  const { form: id, known = {}, values = {} } = (visit.answers ?? {}) as Answers;
  const form = needs.forms.find((one) => one.id === id);
  if (!form || Object.keys(known).length === 0) return [];
  const [task] = await tx.execute<{ household: number | null }>(
    sql`select household_id as household from tasks where id = ${taskId}::uuid`,
  );
  if (!task) return [];
  const asked = { id: taskId, householdId: task.household, form: onlyShown(form, known), because: NO_REASON };
  const told = (await readKnown(tx, [asked], { ...needs, today })).get(taskId) ?? {};
  const now = Object.fromEntries(Object.entries(told).map(([question, { value }]) => [question, value]));
  return mergeKnown(known, values, now).clashes.flatMap((clash) => {
    const { source, on } = told[clash.field] ?? {};
    const label = labelOf(clash.field, needs.forms, visit);
    return source && on ? [{ ...(clash as Sides), label, theirsSource: source, theirsAt: on }] : [];
  });
}

const NO_REASON = { reasons: [], causes: [] };

/** The questions that had opened filled, whatever had made them be asked. */
function onlyShown(form: Form, known: object): Form {
  const sections = form.sections.map((section) => ({
    ...section,
    when: [],
    questions: section.questions.filter((one) => one.id in known).map((one) => ({ ...one, when: [] })),
  }));
  return { ...form, sections };
}

/** The words of a question, in the form of the visit where that has it, since forms share their names; of one that no form asks any more its id. */
function labelOf(question: string, forms: readonly Form[], visit: Said): Names {
  const own = (visit.answers as Answers | undefined)?.form;
  const all = [...forms.filter(({ id }) => id === own), ...forms];
  const questions = all.flatMap((form) => form.sections.flatMap((section) => section.questions));
  return questions.find(({ id }) => id === question)?.names ?? { zh: question, en: question };
}

async function findOther(tx: Transaction, { id, taskId, because }: Arrived): Promise<Other | undefined> {
  const [row] = await tx.execute<Other>(sql`
    select * from (
      select 0 as rank, v.id, v.outcome_code as "outcomeCode", v.cause, v.note, v.assistance_note as "assistanceNote", v.answers, u.name as by,
        to_json(v.visited_at) #>> '{}' as at, v.submitted_at as came
      from visits v left join users u on u.id = v.visitor_id where v.task_id = ${taskId}::uuid and v.id <> ${id}::uuid and ${because !== null}
      union all
      select 1, c.id, c.visit->>'outcomeCode', c.visit->>'cause', c.visit->>'note', c.visit->>'assistanceNote', c.visit->'answers', u.name,
        c.visit->>'visitedAt', c.received_at
      from field_changes c left join users u on u.id = c.user_id
      where c.task_id = ${taskId}::uuid and c.id <> ${id}::uuid and c.visit is not null
        and c.kept_because not in ('closed', 'cancelled')) o
    order by rank, came desc limit 1`);
  return row;
}

async function fittingOutcomes(tx: Transaction, taskId: string, outcomes: readonly Outcome[]): Promise<string[]> {
  const [task] = await tx.execute<{ kind: string }>(sql`select coalesce(o.kind, t.kind) as kind from tasks t
    left join tasks o on o.id = t.looks_at_id where t.id = ${taskId}::uuid`);
  const kind = outcomeKindOf(task?.kind ?? 'help');
  return outcomes.filter((one) => one.kinds.includes(kind)).map((one) => one.code);
}
