// A visit being written, kept in this phone after every answer: leaving, a dead battery or no network lose nothing.
import type { VisitInput } from '../../../server/flow/visits/model.ts';
import { makeId } from '../../api/make-id.ts';

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
  savedAt: string;
  /** waiting: finished, to be sent when there is a network; refused: the server said no, a person must look. */
  status: 'writing' | 'waiting' | 'refused';
  refusal?: string;
}

const PREFIX = 'shouwang.visit.';
const keyOf = (userId: string, taskId: string) => `${PREFIX}${userId}.${taskId}`;

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
    savedAt: now.toISOString(),
    status: 'writing',
  };
}

export function loadDraft(userId: string, taskId: string): Draft | null {
  try {
    const text = localStorage.getItem(keyOf(userId, taskId));
    return text ? (JSON.parse(text) as Draft) : null;
  } catch {
    return null;
  }
}

/** True when it was written; false when the phone's storage is full or closed, which the page must say. */
export function saveDraft(userId: string, draft: Draft): boolean {
  try {
    localStorage.setItem(keyOf(userId, draft.taskId), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function removeDraft(userId: string, taskId: string): void {
  try {
    localStorage.removeItem(keyOf(userId, taskId));
  } catch {
    // nothing stored, nothing to remove
  }
}

/** Every draft of this person on this phone, oldest first. */
export function listDrafts(userId: string): Draft[] {
  const drafts: Draft[] = [];
  try {
    for (let index = 0; index < localStorage.length; index += 1) {
      const key = localStorage.key(index);
      if (!key?.startsWith(`${PREFIX}${userId}.`)) continue;
      const draft = loadDraft(userId, key.slice(`${PREFIX}${userId}.`.length));
      if (draft) drafts.push(draft);
    }
  } catch {
    return [];
  }
  return drafts.sort((a, b) => a.savedAt.localeCompare(b.savedAt));
}

/** The draft as the server takes it. */
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
  };
}
