// What somebody who types into the search box means: a whole ID number, a 户号, a task's number, or the beginning of a name. Pure.
import type { SearchAnswer } from './model.ts';

export interface Question {
  kind: SearchAnswer['kind'];
  /** As it is looked up: without spaces, an X in capitals. */
  text: string;
}

const ID_NUMBER = /^\d{17}[\dX]$/;
const TASK = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The end of a task's id, as sheets and pages show it. */
const TASK_TAIL = /^[0-9a-f]{8}$/;
const HOUSEHOLD_NUMBER = /^H[0-9A-Z-]{6,39}$/i;
/** Part of a number finds nobody: who has only part of it has no business with it. */
const PART_OF_NUMBER = /^\d{5,17}$/;

export function readQuestion(typed: string): Question {
  const text = typed.normalize('NFKC').replace(/\s+/g, '').trim();
  const lower = text.toLowerCase();
  const upper = text.toUpperCase();
  if (ID_NUMBER.test(upper)) return { kind: 'id-number', text: upper };
  if (TASK.test(lower) || (TASK_TAIL.test(lower) && /[a-f]/.test(lower)) || /^\d{8}$/.test(lower))
    return { kind: 'task', text: lower };
  if (PART_OF_NUMBER.test(text)) return { kind: 'nothing', text: '' };
  if (HOUSEHOLD_NUMBER.test(text)) return { kind: 'household-number', text };
  return text.length > 0 ? { kind: 'name', text } : { kind: 'nothing', text: '' };
}
