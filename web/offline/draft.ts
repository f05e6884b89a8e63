// A visit being written, kept in this phone after every answer: leaving, a dead battery or no network lose nothing. Pure.
import type { Answers } from '../../server/flow/visits/forms/model.ts';
import type { VisitInput } from '../../server/flow/visits/model.ts';
import { makeId } from '../api/make-id.ts';
import type { LeadDraft } from './lead.ts';

export interface Draft {
  /** The visit's id, made here: sending it twice is still one visit. */
  id: string;
  taskId: string;
  household: string;
  visitedAt: string;
  outcomeCode: string | null;
  /** undefined: not answered yet; null: could not be asked. */
  cause?: string | null;
  note: string;
  assistanceNote: string;
  place: { latitude: number; longitude: number; accuracyMetres: number } | null;
  noPlaceReason: string | null;
  /** Ids of photos and signatures, in the order in which they were taken. */
  attachments: string[];
  savedAt: string;
  /** Who it is, where nobody was sent: the visit goes as a lead. */
  lead?: LeadDraft;
  /** To the form of the task, with the version in which it was begun; none in a draft of an older app. */
  answers?: Answers;
  /** Whether all was said to be as last time; undefined: not asked, or not answered yet. */
  isAsLast?: boolean;
  /** Nobody was there: the form is not asked. */
  isUnmet?: boolean;
  /** Why the server did not take it, when it has been sent before. */
  refusal?: string;
  /** What it did not take, by place. */
  faults?: readonly { pointer: string; detail: string }[];
}

export function startDraft(taskId: string, household: string, now: Date): Draft {
  return {
    id: makeId(),
    taskId,
    household,
    visitedAt: now.toISOString(),
    outcomeCode: null,
    note: '',
    assistanceNote: '',
    place: null,
    noPlaceReason: null,
    attachments: [],
    savedAt: now.toISOString(),
  };
}

/** A draft as it stood on the phone, written by this app or an older one. */
export function readDraft(stored: Draft): Draft {
  return { ...stored, attachments: stored.attachments ?? [] };
}

/** The draft as the server takes it, but for its attachments, which the phone adds. */
export function visitInputOf(draft: Draft): VisitInput {
  return {
    taskId: draft.taskId,
    visitedAt: draft.visitedAt,
    place: draft.place,
    noPlaceReason: draft.place ? null : draft.noPlaceReason,
    outcomeCode: draft.outcomeCode ?? '',
    cause: draft.cause ?? null,
    note: draft.note.trim(),
    assistanceNote: draft.assistanceNote.trim() || null,
    answers: draft.answers ?? {},
  };
}

/** A visit that was sent and not taken, to be written again under the same id. */
export function draftOf(
  sent: {
    id: string;
    taskId: string;
    household: string;
    body: Record<string, unknown>;
    answer?: { errors: Draft['faults'] } | null;
  },
  refusal: string,
  now: Date,
): Draft {
  const body = sent.body as unknown as Omit<VisitInput, 'taskId'>;
  return {
    ...startDraft(sent.taskId, sent.household, now),
    ...{ id: sent.id, visitedAt: body.visitedAt, outcomeCode: body.outcomeCode || null, cause: body.cause },
    ...{
      note: body.note,
      assistanceNote: body.assistanceNote ?? '',
      place: body.place,
      noPlaceReason: body.noPlaceReason,
      attachments: (body.attachments ?? []).map((one) => one.id),
    },
    ...(body.answers?.form !== undefined && { answers: body.answers }),
    ...(body.outcomeCode?.[0] === 'D' && body.answers?.form === undefined && { isUnmet: true }),
    refusal,
    faults: sent.answer?.errors ?? [],
  };
}
