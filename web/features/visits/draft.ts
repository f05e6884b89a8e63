// A visit being written, kept in this phone after every answer: leaving, a dead battery or no network lose nothing.
import type { VisitInput } from '../../../server/flow/visits/model.ts';

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

/** A time-ordered UUID (version 7); old WebViews have no crypto.randomUUID. */
export function makeId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 0; index < 6; index += 1) bytes[index] = Math.floor(now / 2 ** (8 * (5 - index))) & 0xff;
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
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
