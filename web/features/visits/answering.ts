// Answering one question of the form: a value, that it could not be got, or that what data says is right or not. Pure.
import type { Answers, Form, Known, Question, Value } from '../../../server/flow/visits/forms/model.ts';

type Kept = Required<Omit<Answers, 'asLast'>> & Pick<Answers, 'asLast'>;

/** The answers so far, under the form's name; the version is that in which the first was given. */
function keptOf(form: Form, answers: Answers | undefined): Kept {
  const begun = answers?.form === form.id ? answers : undefined;
  return {
    form: form.id,
    version: begun?.version ?? form.version,
    values: begun?.values ?? {},
    known: begun?.known ?? {},
    ...(begun?.asLast && { asLast: begun.asLast }),
  };
}

/** With an answer to a question; undefined takes it back. */
export function withAnswer(
  form: Form,
  answers: Answers | undefined,
  to: { question: string; value: Value | undefined },
): Kept {
  const kept = keptOf(form, answers);
  const { [to.question]: _, ...others } = kept.values;
  const values = to.value === undefined ? others : { ...others, [to.question]: to.value };
  // What is answered by itself is not taken over from last time any more.
  const { asLast } = kept;
  const questions = asLast?.questions.filter((id) => id !== to.question);
  return { ...kept, values, ...(asLast && questions && { asLast: { ...asLast, questions } }) };
}

/** With last time's answers for what is asked and open; null takes what was taken over, and not corrected since, back. */
export function withLast(
  form: Form,
  answers: Answers | undefined,
  last: { on: string; values: Readonly<Record<string, Value | undefined>> } | null,
): Kept {
  const { asLast, ...kept } = keptOf(form, answers);
  const own = Object.fromEntries(Object.entries(kept.values).filter(([id]) => !asLast?.questions.includes(id)));
  if (!last) return { ...kept, values: own };
  const values = last.values as Record<string, Value>;
  return { ...kept, values: { ...own, ...values }, asLast: { on: last.on, questions: Object.keys(values) } };
}

/** With what the data says called right, or called wrong: then the answer is still to be given. */
export function withKnown(
  form: Form,
  answers: Answers | undefined,
  to: { question: string; known: Pick<Known, 'value' | 'on'>; isRight: boolean },
): Kept {
  const { value, on } = to.known;
  const said = withAnswer(form, answers, { question: to.question, value: to.isRight ? value : undefined });
  const standing = to.isRight ? ('confirmed' as const) : ('corrected' as const);
  return { ...said, known: { ...said.known, [to.question]: { value, on, standing } } };
}

/** What a choice among several becomes by a tap; `none` stands alone. */
export function toggled(value: Value | undefined, option: string): string[] | undefined {
  const chosen = Array.isArray(value) ? value : [];
  if (chosen.includes(option)) {
    const left = chosen.filter((one) => one !== option);
    return left.length > 0 ? left : undefined;
  }
  return option === 'none' ? ['none'] : [...chosen.filter((one) => one !== 'none'), option];
}

/** Typed yuan as fen; undefined when it is no sum. A blank and commas are forgiven, full-width digits too. */
export function fenOf(typed: string): number | undefined {
  const plain = typed
    .replace(/[，,\s]/g, '')
    .replace(/[０-９．]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  if (!/^\d{1,9}(\.\d{0,2})?$/.test(plain)) return undefined;
  return Math.round(Number(plain) * 100);
}

/** Fen as they are typed: without separators, and without fen where there are none. */
export function yuanOf(value: Value | undefined): string {
  return typeof value === 'number' ? String(value / 100) : '';
}

/** A question as it opens: what the data was when it was shown first, or is now; undefined where data says nothing. */
export function shownKnown(
  question: Question,
  answers: Answers | undefined,
  known: Readonly<Record<string, Known>>,
): Known | undefined {
  const now = known[question.id];
  const shown = answers?.known?.[question.id];
  if (!shown) return now;
  return { value: shown.value, on: shown.on, source: now?.source ?? { zh: '', en: '' } };
}
