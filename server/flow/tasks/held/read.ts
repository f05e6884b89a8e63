// Reads what visits of tasks say and what was chosen between them, and tells what holds. Most tasks have one visit, which holds as it is.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../../db/client.ts';
import type { Names } from '../../../kernel/names.ts';
import type { Clash, Saying } from '../model.ts';
import { type Fields, isOpen, isSame, own, type Value } from './merge.ts';
import { type Asked, type Held, TEXTS, type Told, whatHolds } from './what-holds.ts';

/** A visit's own words, beside which the answers of its form stand. */
const OF_VISIT = ['outcomeCode', 'cause', 'note', 'assistanceNote'] as const;
type OfVisit = Record<(typeof OF_VISIT)[number], unknown>;

/** A visit as it is sent and as it is stored. */
export interface Said extends OfVisit {
  answers?: unknown;
}

export interface HeldTask extends Held {
  /** The visit that answered the task; null: none did, all are kept beside it. */
  visitId: string | null;
  /** Of each field of which two things are said, who says what, and which of it holds. */
  sayings: Saying[];
  /** Which form the answers are to. */
  form: string | null;
}

/** Pure: a visit as a record of fields; the answers of its form stand beside its own. */
export function fieldsOf(said: Said): Fields {
  const values = (said.answers as { values?: Record<string, Value> } | undefined)?.values ?? {};
  return { ...values, ...(Object.fromEntries(OF_VISIT.map((field) => [field, said[field]])) as Fields) };
}

interface Visit extends Said {
  id: string;
  taskId: string;
  by: string;
  at: string;
}

/**
 * What holds of each of these tasks of which more than one thing was said: those that one visit answered and nothing clashed with are
 * left out. The newest visit that answered has its say, and those kept beside the task, but for what came when it was over. What was
 * confirmed as the outcome stays.
 */
export async function readHeld(tx: Executor, taskIds: readonly string[]): Promise<Map<string, HeldTask>> {
  if (taskIds.length === 0) return new Map();
  const changes = await tx.execute<
    Omit<Visit, keyof Said> & { visit: Said | null; clashes: Clash[] | null; isOver: boolean }
  >(sql`
    select c.id, c.task_id as "taskId", coalesce(u.name, '') as by, c.visit->>'visitedAt' as at, c.visit, c.clashes,
      coalesce(c.kept_because in ('closed', 'cancelled'), false) as "isOver"
    from field_changes c left join users u on u.id = c.user_id
    where c.task_id = any(${sql.param([...taskIds])}::uuid[]) and (c.visit is not null or c.clashes is not null)`);
  const concerned = [...new Set(changes.map((change) => change.taskId))];
  if (concerned.length === 0) return new Map();
  const ids = sql`${sql.param(concerned)}::uuid[]`;
  const answered = await tx.execute<Visit & { confirmed: string | null } & Record<string, unknown>>(sql`
    select distinct on (v.task_id) v.id, v.task_id as "taskId", coalesce(u.name, '') as by, to_json(v.visited_at) #>> '{}' as at,
      v.outcome_code as "outcomeCode", v.cause, v.note, v.assistance_note as "assistanceNote", v.answers, t.outcome_code as confirmed
    from visits v join tasks t on t.id = v.task_id left join users u on u.id = v.visitor_id
    where v.task_id = any(${ids}) order by v.task_id, v.submitted_at desc, v.id desc`);
  const choices = await tx.execute<{ visit: string; field: string; chosen: Asked['chosen'] }>(
    sql`select visit_id as visit, field, chosen from visit_choices where task_id = any(${ids})`,
  );
  const chosen = new Map(choices.map((one) => [`${one.visit} ${one.field}`, one.chosen]));
  return new Map(
    concerned.map((taskId) => {
      const mine = changes.filter((change) => change.taskId === taskId);
      const answer = answered.find((visit) => visit.taskId === taskId);
      const kept = mine.flatMap(({ visit, isOver, id, by, at }) =>
        visit && !isOver ? [{ ...visit, id, taskId, by, at }] : [],
      );
      const clashes = mine.flatMap(({ id, clashes: of }) =>
        (of ?? []).map((clash) => ({
          ...clash,
          visitId: id,
          theirsId: clash.theirsId ?? null,
          chosen: chosen.get(`${id} ${clash.field}`) ?? null,
        })),
      );
      return [taskId, heldOf(answer, kept, clashes)] as const;
    }),
  );
}

/** Pure: what holds of one task, with who says otherwise. */
function heldOf(
  answer: (Visit & { confirmed: string | null }) | undefined,
  kept: readonly Visit[],
  clashes: readonly (Clash & Asked)[],
): HeldTask {
  const visits = [...(answer ? [answer] : []), ...kept];
  const told: (Told & { by: Names; at: string })[] = visits.map((visit) => ({
    ...{ id: visit.id, fields: fieldsOf(visit), at: visit.at },
    by: { zh: visit.by, en: visit.by },
  }));
  const held = whatHolds(told, clashes);
  if (answer?.confirmed) {
    held.values.outcomeCode = answer.confirmed;
    delete held.open.outcomeCode;
  }
  const fields = new Set([...OF_VISIT, ...Object.keys(held.values), ...Object.keys(held.open)]);
  const sayings = [...fields].flatMap((field) => {
    const all = [
      ...told.map(({ fields, by, at }) => ({ value: own(fields, field), by, at })),
      ...clashes
        .filter(
          (clash) => clash.field === field && clash.theirsId === null && told.some(({ id }) => id === clash.visitId),
        )
        .map(({ theirs, theirsSource, theirsAt }) => ({ value: theirs as Value, by: theirsSource, at: theirsAt })),
    ];
    return sayingsOf(field, all, held);
  });
  const forms = visits.flatMap((visit) => (visit.answers as { form?: string } | undefined)?.form ?? []);
  return { ...held, visitId: answer?.id ?? null, sayings, form: forms[0] ?? null };
}

function sayingsOf(field: string, all: { value: Value | undefined; by: Names; at: string }[], held: Held): Saying[] {
  if (TEXTS.includes(field)) return [];
  const said = all.flatMap(({ value, ...who }) => (isOpen(value) ? [] : [{ ...who, value }]));
  if (said.length < 2 || said.every(({ value }) => isSame(value, (said[0] as (typeof said)[number]).value))) return [];
  const holding = held.values[field];
  return said.map(({ value, by, at }) => ({
    ...{ field, by, at, holds: holding !== undefined && isSame(value, holding) },
    value: value as Saying['value'],
  }));
}

/**
 * An earlier visit as it is shown where people look back: with what holds in the place of what it said, and what others say beside it.
 * What is open stays as the visit said it; only the visit that answered its task speaks for the others.
 */
export function asHeld<T extends { id: string; outcomeCode: string; answers?: unknown }>(
  visit: T,
  held: HeldTask | undefined,
): T & { others: Saying[] } {
  if (!held || held.visitId !== visit.id) return { ...visit, others: [] };
  const given = (visit.answers ?? {}) as { form?: string; values?: Record<string, Value> };
  const values = { ...given.values, ...answersOf(held) };
  const shown: Fields = {
    ...values,
    outcomeCode: (held.values.outcomeCode as string | undefined) ?? visit.outcomeCode,
  };
  return {
    ...visit,
    outcomeCode: shown.outcomeCode as string,
    ...(visit.answers !== undefined &&
      Object.keys(values).length > 0 && { answers: { ...given, form: given.form ?? held.form ?? undefined, values } }),
    others: held.sayings.filter(({ field, value, holds }) => !holds && !isSame(value, own(shown, field) ?? null)),
  };
}

/** The answers to the form that hold. */
export function answersOf(held: Held): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(held.values).filter(([field]) => !(OF_VISIT as readonly string[]).includes(field)),
  );
}
