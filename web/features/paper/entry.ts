// What the clerk has typed, and the visit it makes: checked by the server's own model before it is sent. Pure.
import { type Because, findFaults, settleAnswers } from '../../../server/flow/visits/answers/model.ts';
import type { Answers, Form } from '../../../server/flow/visits/forms/model.ts';
import { type Attachment, PaperVisitInput } from '../../../server/flow/visits/model.ts';

export interface Entry {
  visitorId: string;
  /** Wall clock of the province, `2026-10-31T09:30`. */
  visitedAt: string;
  outcomeCode: string;
  /** `''`: not answered yet; `unasked`: could not be asked. */
  cause: string;
  note: string;
  assistanceNote: string;
  noPlaceReason: string;
  /** To the form; without values the sheet had none. */
  answers: Answers;
}

export const UNASKED = 'unasked';

/** Of which task it is, what is asked there, and which photos come with it. */
export interface EntryOf {
  taskId: string;
  /** undefined: none is asked, or nobody was met. */
  form: Form | undefined;
  because: Because;
  photos: readonly Attachment[];
}

/** The visit, or the fields that are still wrong in the order of the sheet, and the questions of the form among them. */
export function visitOf(
  { taskId, form, because, photos }: EntryOf,
  entry: Entry,
): { visit: PaperVisitInput } | { wrong: string[]; questions: string[] } {
  const isAnswered = form !== undefined && Object.keys(entry.answers.values ?? {}).length > 0;
  const answers = isAnswered ? settleAnswers(form, because, entry.answers) : {};
  const faults = isAnswered ? findFaults(form, answers, { because, forgives: 'nothing' }) : [];
  const visit = {
    taskId,
    visitorId: entry.visitorId,
    visitedAt: entry.visitedAt ? `${entry.visitedAt}:00+08:00` : '',
    place: null,
    noPlaceReason: entry.noPlaceReason.trim() || null,
    outcomeCode: entry.outcomeCode,
    cause: entry.cause === UNASKED ? null : entry.cause,
    note: entry.note.trim(),
    assistanceNote: entry.assistanceNote.trim() || null,
    answers,
    attachments: [...photos],
  };
  const parsed = PaperVisitInput.safeParse(visit);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])));
  if (entry.cause === '') wrong.add('cause');
  // The rule about places is asked only once all else is sound.
  if (visit.noPlaceReason === null) wrong.add('noPlaceReason');
  const questions = [...new Set(faults.map((fault) => fault.question))];
  if (wrong.size === 0 && questions.length === 0) return { visit };
  const order = ['outcomeCode', 'cause', 'note', 'assistanceNote', 'noPlaceReason', 'visitedAt', 'visitorId', 'taskId'];
  return { wrong: order.filter((field) => wrong.has(field)), questions };
}
