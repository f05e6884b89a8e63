// What the clerk has typed, and the visit it makes: checked by the server's own model before it is sent. Pure.
import { PaperVisitInput } from '../../../server/flow/visits/model.ts';

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
}

export const UNASKED = 'unasked';

/** The visit, or the fields that are still wrong in the order of the form. */
export function visitOf(taskId: string, entry: Entry): { visit: PaperVisitInput } | { wrong: string[] } {
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
    answers: {},
  };
  const parsed = PaperVisitInput.safeParse(visit);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])));
  if (entry.cause === '') wrong.add('cause');
  // The rule about places is asked only once all else is sound.
  if (visit.noPlaceReason === null) wrong.add('noPlaceReason');
  const order = ['outcomeCode', 'cause', 'note', 'assistanceNote', 'noPlaceReason', 'visitedAt', 'visitorId', 'taskId'];
  return wrong.size === 0 ? { visit } : { wrong: order.filter((field) => wrong.has(field)) };
}
