// The visit as pages: where, the sections of the form that are asked, what was found, the note, the help, and the look over all. Pure.
import type { FieldTask, FieldWords } from '../../../server/field/model.ts';
import {
  type AskedSection,
  answersAsLast,
  askedOf,
  type Because,
  mayBeAsLast,
  settleAnswers,
  suggestOutcomes,
  whyUnfit,
} from '../../../server/flow/visits/answers/model.ts';
import type { DocumentKind } from '../../../server/flow/visits/attachments/model.ts';
import type { Answers, Form, Known, Question } from '../../../server/flow/visits/forms/model.ts';
import type { Draft } from '../../offline/draft.ts';
import { withLast } from './answering.ts';

export type Page = 'place' | 'as-last' | 'outcome' | 'cause' | 'note' | 'help' | 'photos' | 'sign' | 'check';
export type Step = Page | `form/${string}`;

/** The outcome of a visit by the calendar that found a need. */
const NEED = 'F2';

/** What is asked at one door: the form of the task, why somebody was sent, and what data says already. */
export interface Asking {
  form: Form | undefined;
  because: Because;
  known: Readonly<Record<string, Known>>;
  /** What was answered the last time, where this visit may open with the question whether all is as then. */
  last: LastTime | null;
  /** What an outcome has to have signed, by its code. */
  needs: Readonly<Record<string, DocumentKind>>;
  /** What has been signed on this visit. */
  signed: readonly DocumentKind[];
}

export type LastTime = NonNullable<NonNullable<FieldTask['routine']>['last']>;

export function askingOf(
  task: FieldTask | undefined,
  { forms, outcomes }: Pick<FieldWords, 'forms' | 'outcomes'>,
  signed: readonly DocumentKind[] = [],
): Asking {
  const reasons = task?.reasons ?? [];
  const form = forms.find((one) => one.id === task?.form);
  const last = task?.routine?.last ?? null;
  return {
    form,
    last: form && last?.form === form.id && mayBeAsLast(form, last.values) ? last : null,
    because: { reasons: reasons.flatMap((one) => one.ruleId ?? []), causes: reasons.flatMap((one) => one.cause ?? []) },
    known: task?.known ?? {},
    // An older app's words do not say what has to be signed.
    needs: Object.fromEntries(outcomes.flatMap((one) => (one.needsDocument ? [[one.code, one.needsDocument]] : []))),
    signed,
  };
}

/** At a door to which nobody was sent: the form for help as it is asked without reasons, and nothing known. */
export function askingOfLead(
  words: Pick<FieldWords, 'forms' | 'outcomes'>,
  signed: readonly DocumentKind[] = [],
): Asking {
  return { ...askingOf(undefined, words, signed), form: words.forms.find(({ kinds }) => kinds.includes('help')) };
}

/** What is asked on the page of the one question whether all is as last time, as the answers so far leave it. */
export function askedAnew(draft: Draft, asking: Asking): Question[] {
  const always = asking.form?.as_last?.always ?? [];
  const questions = sectionsOf(draft, asking).flatMap((one) => one.questions);
  return asking.last ? questions.filter(({ id }) => always.includes(id)) : [];
}

/** Whether there is more to ask than is asked anew: nothing is, where nobody was met. */
export function hasMore(draft: Draft, asking: Asking): boolean {
  return sectionsOf(draft, asking).flatMap((one) => one.questions).length > askedAnew(draft, asking).length;
}

/** The sections asked, as the answers so far leave them; none where nobody was met. */
export function sectionsOf(draft: Pick<Draft, 'answers' | 'isUnmet'>, { form, because }: Asking): AskedSection[] {
  return form && !draft.isUnmet ? askedOf(form, because, draft.answers?.values ?? {}) : [];
}

export function stepsOf(draft: Draft, asking: Asking): Step[] {
  const anew = askedAnew(draft, asking);
  const left = sectionsOf(draft, asking).filter(({ questions }) => questions.some((one) => !anew.includes(one)));
  const first: Step[] = asking.last && !draft.isUnmet ? ['as-last'] : [];
  const sections = [...first, ...left.map(({ section }): Step => `form/${section.id}`)];
  if (draft.isUnmet) return ['place', 'outcome', 'note', 'photos', 'check'];
  // Nobody was sent for a cause, and who is well needs no help: a visit by the calendar is short.
  if (asking.form?.kinds.includes('routine') && draft.outcomeCode !== NEED)
    return ['place', ...sections, 'outcome', 'note', 'photos', 'check'];
  // Whose aid may end is asked for no hardship.
  const cause: Step[] = asking.form?.kinds.includes('exit') ? [] : ['cause'];
  return ['place', ...sections, 'outcome', ...cause, 'note', 'help', 'photos', 'sign', 'check'];
}

/** Whether a question has an answer that fits it; one that could not be got is one. */
export function hasAnswer(answers: Answers | undefined, question: Question): boolean {
  const value = answers?.values?.[question.id];
  return value !== undefined && whyUnfit(question, value) === null;
}

export function isAnswered(draft: Draft, step: Step, asking: Asking): boolean {
  if (step === 'outcome') return draft.outcomeCode !== null;
  if (step === 'cause') return draft.cause !== undefined;
  if (step === 'note') return draft.note.trim().length >= 2;
  if (step === 'place') return draft.place !== null || (draft.noPlaceReason?.trim().length ?? 0) >= 2;
  if (step === 'sign') {
    const needed = asking.needs[draft.outcomeCode ?? ''];
    return needed === undefined || asking.signed.includes(needed);
  }
  if (step === 'as-last' && hasMore(draft, asking) && draft.isAsLast === undefined && hasOpen(draft, asking))
    return false;
  return openQuestions(draft, step, asking).length === 0;
}

const hasOpen = (draft: Draft, asking: Asking) =>
  sectionsOf(draft, asking).some(({ questions }) => questions.some((one) => isOpen(draft, one)));

/** No answer yet to what must have one, or one that does not fit. */
export const isOpen = ({ answers }: Pick<Draft, 'answers'>, question: Question) =>
  answers?.values?.[question.id] === undefined ? question.required : !hasAnswer(answers, question);

/** The questions of a section that have no answer yet, or one that does not fit. */
export function openQuestions(draft: Draft, step: Step, asking: Asking): Question[] {
  const asked = sectionsOf(draft, asking).find(({ section }) => step === `form/${section.id}`);
  const questions = step === 'as-last' ? askedAnew(draft, asking) : (asked?.questions ?? []);
  return questions.filter((one) => isOpen(draft, one));
}

/** The first page still open, where a resumed visit goes on, counted from one; the last page when all are answered. */
export function firstOpenStep(draft: Draft, asking: Asking): number {
  const steps = stepsOf(draft, asking);
  const refused = draft.faults
    ?.map(({ pointer }) => stepOfPointer(pointer, asking))
    .find((step) => step !== null && steps.includes(step));
  const index = refused ? steps.indexOf(refused) : steps.findIndex((step) => !isAnswered(draft, step, asking));
  return (index === -1 ? steps.length - 1 : index) + 1;
}

/** The page on which what the server refused is answered; null where it is on none. */
export function stepOfPointer(pointer: string, { form }: Asking): Step | null {
  const [, part, , question] = pointer.split('/');
  if (part === 'answers') {
    const section = form?.sections.find((one) => one.questions.some(({ id }) => id === question));
    return section ? `form/${section.id}` : null;
  }
  const pages: Record<string, Page> = {
    ...{ outcomeCode: 'outcome', cause: 'cause', note: 'note', assistanceNote: 'help' },
    ...{ attachments: 'photos', place: 'place', noPlaceReason: 'place' },
  };
  return pages[part ?? ''] ?? null;
}

/** Answers whose question has gone from the form since they were given. They are kept, and sent as they are. */
export function goneOf(answers: Answers | undefined, form: Form | undefined): [string, unknown][] {
  const all = new Set(form?.sections.flatMap((section) => section.questions.map(({ id }) => id)));
  return Object.entries(answers?.values ?? {}).filter(([id]) => !all.has(id));
}

/** Said that all is as last time, or that it is not: the answers taken over or taken back, with the outcome they speak for. */
export function saidAsLast(draft: Draft, asking: Asking, said: { isAsLast: boolean; note: string }): Partial<Draft> {
  const { form, because, last } = asking;
  if (!form || !last) return {};
  const own = withLast(form, draft.answers, null);
  const isOurs = draft.note === said.note;
  if (!said.isAsLast)
    return { isAsLast: false, answers: own, ...(draft.isAsLast && { outcomeCode: null, ...(isOurs && { note: '' }) }) };
  const values = answersAsLast(form, because, { given: own.values, last: last.values });
  const answers = withLast(form, own, { on: last.on, values });
  const [suggested] = suggestOutcomes(form, because, answers.values);
  const outcomeCode = suggested?.code === last.outcomeCode ? last.outcomeCode : draft.outcomeCode;
  return { isAsLast: true, answers, outcomeCode, ...(draft.note.trim() === '' && { note: said.note }) };
}

/** The visit as it leaves: with what is still asked, and without a form where nobody was met or no question was answered. */
export function settleDraft(draft: Draft, { form, because }: Asking): Draft {
  const { answers, ...rest } = draft;
  if (!form || draft.isUnmet || !answers?.values || Object.keys(answers.values).length === 0) return rest;
  return { ...rest, answers: settleAnswers(form, because, answers) };
}
