// Of all that visits of one task say, what holds: field by field, from the visits, where they clash, and what was chosen there. Pure, and
// the one place that decides it: the desk, the household's page, the phone and whatever is learnt from a visit go by it.
import { type Fields, isOpen, isSame, own, type Value } from './merge.ts';

/** One visit that has its say. */
export interface Told {
  id: string;
  fields: Fields;
}

/** Two values between which whoever sent `visitId` was asked to choose. */
export interface Asked {
  visitId: string;
  field: string;
  mine: Value;
  theirs: Value;
  /** The visit that says the other; null: data does. */
  theirsId: string | null;
  chosen: 'mine' | 'theirs' | null;
}

export interface Held {
  values: Record<string, Value>;
  /** By field the values that stand against each other: nobody has chosen, or one chose this and another that. */
  open: Record<string, Value[]>;
}

/** Free texts never clash: they stand below one another. */
export const TEXTS: readonly string[] = ['note', 'assistanceNote'];

/**
 * What only one says holds, and so does what all say alike or what was chosen over the others; the rest is open. It hangs on what was
 * said and chosen and not on the order in which it came. A choice counts while both visits that it speaks of have their say: of one
 * that the township had made again, nothing is left.
 */
export function whatHolds(told: readonly Told[], asked: readonly Asked[]): Held {
  const held: Held = { values: {}, open: {} };
  const isHere = (id: string | null) => id === null || told.some((visit) => visit.id === id);
  const counting = asked.filter(({ visitId, theirsId }) => isHere(visitId) && isHere(theirsId));
  const fields = new Set([
    ...told.flatMap((visit) => Object.keys(visit.fields)),
    ...counting.map(({ field }) => field),
  ]);
  for (const field of [...fields].sort()) {
    const clashes = counting.filter((clash) => clash.field === field);
    const said = distinct([
      ...told.map((visit) => own(visit.fields, field)),
      ...clashes.flatMap(({ mine, theirs }) => [mine, theirs]),
    ]);
    if (said.length === 0) continue;
    if (TEXTS.includes(field)) {
      held.values[field] = said.map(String).sort().join('\n');
      continue;
    }
    const chosen = clashes.filter((clash) => clash.chosen !== null);
    const given = chosen.map(({ chosen: side, mine, theirs }) => (side === 'mine' ? theirs : mine));
    const left = said.filter((value) => !given.some((one) => isSame(one, value)));
    const [only] = left;
    if (left.length === 1 && chosen.length === clashes.length) held.values[field] = only as Value;
    else held.open[field] = left.length > 1 ? left : said;
  }
  return held;
}

/** What was said, each once, in an order of its own. */
function distinct(values: readonly (Value | undefined)[]): Value[] {
  const said: Value[] = [];
  for (const value of values) if (!isOpen(value) && !said.some((one) => isSame(one, value))) said.push(inOrder(value));
  return said.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const inOrder = (value: Value): Value => (Array.isArray(value) ? [...value].sort() : value);
