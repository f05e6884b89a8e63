// What the answers to a form mean: which questions are asked, what is wrong or missing, which outcome they speak for. Pure, and without
// the schema library, so that the phone asks and checks by the very same words as the server.
import type { Answers, Clause, Form, Question, Section, Value } from '../forms/model.ts';

export type Values = Readonly<Record<string, Value | undefined>>;

/** Why somebody is sent: ids of rules, and causes. */
export interface Because {
  reasons: readonly string[];
  causes: readonly string[];
}

export interface AskedSection {
  section: Section;
  questions: Question[];
}

/** The questions that these reasons and answers leave to be asked, in order. An answer to what is not asked any more counts for nothing. */
export function askedOf(form: Form, because: Because, values: Values): AskedSection[] {
  const given: Record<string, Value | undefined> = {};
  const asked: AskedSection[] = [];
  for (const section of form.sections) {
    if (!section.when.every((clause) => isMet(clause, because, given))) continue;
    const questions: Question[] = [];
    for (const question of section.questions) {
      if (!question.when.every((clause) => isMet(clause, because, given))) continue;
      questions.push(question);
      const value = values[question.id];
      given[question.id] = value !== undefined && whyUnfit(question, value) === null ? value : undefined;
    }
    if (questions.length > 0) asked.push({ section, questions });
  }
  return asked;
}

/** The questions that these reasons allow, whatever is answered: only for them may the data be told. */
export function allowedOf(form: Form, because: Because): Question[] {
  const isAllowed = (when: readonly Clause[]) =>
    when.every((clause) => clause.question !== undefined || isMet(clause, because, {}));
  return form.sections
    .filter((section) => isAllowed(section.when))
    .flatMap((section) => section.questions.filter((question) => isAllowed(question.when)));
}

function isMet(clause: Clause, because: Because, given: Values): boolean {
  if (clause.question === undefined)
    return (
      (clause.reasons ?? []).some((one) => because.reasons.includes(one)) ||
      (clause.causes ?? []).some((one) => because.causes.includes(one))
    );
  const value = given[clause.question];
  if (value === undefined || value === null) return false;
  if (clause.in) {
    const said = Array.isArray(value) ? value : [value];
    if (!said.some((one) => typeof one !== 'number' && clause.in?.includes(one))) return false;
  }
  if (clause.most !== undefined && !(typeof value === 'number' && value <= clause.most)) return false;
  return clause.least === undefined || (typeof value === 'number' && value >= clause.least);
}

export const UNFIT = ['option', 'yes-no', 'whole', 'range', 'text', 'day'] as const;
export type Unfit = (typeof UNFIT)[number];

/** Why a value is no answer to a question; null: it is one. That somebody could not tell (null) is an answer to each. */
export function whyUnfit(question: Question, value: Value): Unfit | null {
  if (value === null) return null;
  switch (question.kind) {
    case 'choice':
      return question.options.some((option) => option.id === value) ? null : 'option';
    case 'many': {
      const isKnown = (one: string) => question.options.some((option) => option.id === one);
      const isList = Array.isArray(value) && value.length > 0 && value.every(isKnown);
      return isList && new Set(value).size === value.length ? null : 'option';
    }
    case 'yes-no':
      return typeof value === 'boolean' ? null : 'yes-no';
    case 'count':
    case 'money': {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'whole';
      const unit = question.kind === 'money' ? 100 : 1;
      return value >= question.least * unit && value <= question.most * unit ? null : 'range';
    }
    case 'text':
      return typeof value === 'string' && value.trim() !== '' && value.length <= question.longest ? null : 'text';
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : 'day';
  }
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

export interface Fault {
  part: 'values' | 'known';
  question: string;
  why: Unfit | 'missing' | 'unknown' | 'unlike';
}

/**
 * What is forgiven of answers: nothing while they are written; what hangs on the reasons, since those may have changed while the phone
 * was out of reach; of another version of the form also what is missing or not in it.
 */
export type Forgiven = 'nothing' | 'reasons' | 'version';

/** Everything that is wrong with answers. */
export function findFaults(form: Form, answers: Answers, of: { because: Because; forgives: Forgiven }): Fault[] {
  const { values = {}, known = {} } = answers;
  const { because, forgives } = of;
  const all = new Map(
    form.sections.flatMap((one) => one.questions.map((question) => [question.id, question] as const)),
  );
  const faults: Fault[] = [];
  for (const [id, value] of Object.entries(values)) {
    const question = all.get(id);
    const why = question ? whyUnfit(question, value) : forgives === 'version' ? null : 'unknown';
    if (why) faults.push({ part: 'values', question: id, why });
  }
  if (forgives !== 'version') {
    for (const { section, questions } of askedOf(form, because, values))
      for (const question of questions)
        if (
          question.required &&
          (values[question.id] === undefined || (question.sure && values[question.id] === null)) &&
          !(forgives === 'reasons' && hangs(section, question))
        )
          faults.push({ part: 'values', question: question.id, why: 'missing' });
  }
  for (const [id, { value, standing }] of Object.entries(known)) {
    const question = all.get(id);
    const hasFact = question !== undefined && 'fact' in question && question.fact !== undefined;
    if (!hasFact && forgives !== 'version') faults.push({ part: 'known', question: id, why: 'unknown' });
    else if (standing === 'confirmed' && !isSame(values[id], value))
      faults.push({ part: 'known', question: id, why: 'unlike' });
  }
  return faults;
}

/** Whether two answers say the same. */
export const isSame = (one: Value | undefined, other: Value | undefined) =>
  JSON.stringify(one) === JSON.stringify(other);

/** Whether a question is asked for certain reasons only. */
const hangs = (section: Section, question: Question) =>
  [...section.when, ...question.when].some((clause) => clause.question === undefined);

/** Whether a visit may open with the question whether all is as last time: then it was so that nothing had to be done. */
export function mayBeAsLast(form: Form, last: Values): boolean {
  return form.as_last?.when.every((clause) => isMet(clause, NO_REASON, last)) ?? false;
}

const NO_REASON: Because = { reasons: [], causes: [] };

/**
 * Last time's answers to what is asked now. What was not answered then, or is no answer any more, is left open, and so is what is asked
 * anew each time; `given` are the answers of this visit so far, which stay.
 */
export function answersAsLast(form: Form, because: Because, { given, last }: { given: Values; last: Values }): Values {
  const always = form.as_last?.always ?? [];
  const isSaid = (id: string) => last[id] !== undefined && last[id] !== null && !always.includes(id);
  const said = Object.fromEntries(Object.entries(last).filter(([id]) => isSaid(id)));
  const asked = askedOf(form, because, { ...said, ...given }).flatMap(({ questions }) => questions);
  const fitting = asked.filter(({ id }) => given[id] === undefined && id in said);
  return Object.fromEntries(
    fitting.flatMap((one) => (whyUnfit(one, said[one.id] as Value) === null ? [[one.id, said[one.id]]] : [])),
  );
}

/** The answers as they are sent: of what is still asked, and of questions that the form had when the visit was begun. */
export function settleAnswers(
  form: Form,
  because: Because,
  { values = {}, known = {}, asLast, ...of }: Answers,
): Answers {
  const asked = new Set(askedOf(form, because, values).flatMap(({ questions }) => questions.map(({ id }) => id)));
  const all = new Map(
    form.sections.flatMap((one) => one.questions.map((question) => [question.id, question] as const)),
  );
  const isKept = (id: string) => asked.has(id) || !all.has(id);
  const keep = <T>(of: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(of).filter(([id]) => isKept(id))) as Record<string, T>;
  const hasGone = Object.keys(values).some((id) => !all.has(id));
  return {
    form: form.id,
    version: hasGone && of.version ? of.version : form.version,
    values: keep(values),
    known: keep(known),
    ...(asLast && { asLast: { ...asLast, questions: asLast.questions.filter(isKept) } }),
  };
}

export interface Suggested {
  code: string;
  why: { zh: string; en: string };
}

/** The outcomes that the answers speak for, the strongest first. */
export function suggestOutcomes(form: Form, because: Because, values: Values): Suggested[] {
  const asked = new Set(askedOf(form, because, values).flatMap(({ questions }) => questions.map(({ id }) => id)));
  const given = Object.fromEntries(Object.entries(values).filter(([id]) => asked.has(id)));
  return form.suggestions
    .filter(({ when }) => when.every((clause) => isMet(clause, because, given)))
    .map(({ code, why }) => ({ code, why }))
    .filter(({ code }, index, all) => all.findIndex((one) => one.code === code) === index);
}
