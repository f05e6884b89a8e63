// Two that speak of one thing, field by field: what only one of them says or changed holds, and where both say something else a
// person must choose. Pure; nothing is ever dropped: each value is in the result or in a clash.

export type Value = string | number | boolean | readonly string[] | null;
export type Fields = Readonly<Record<string, Value | undefined>>;

export interface Merged {
  values: Record<string, Value>;
  clashes: { field: string; mine: Value; theirs: Value; base: Value }[];
}

/** What somebody saw on their phone, and what they made of it: `corrected` puts their answer in its place. */
export interface Known {
  value: Value;
  standing: 'confirmed' | 'corrected';
}

/** Equal in content; of several choices the order does not count. */
export function isSame(one: Value, other: Value): boolean {
  return keyOf(one) === keyOf(other);
}

const keyOf = (value: Value) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);

/** Not asked, not answered, or left empty. */
export const isOpen = (value: Value | undefined): value is null | undefined | '' =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What was said of a field and nothing else: whoever names one `constructor` is not answered by the language. */
export const own = (fields: Fields, field: string) => (Object.hasOwn(fields, field) ? fields[field] : undefined);

/**
 * Two visits to one door. What only one answers is joined. Free texts (`texts`) never clash: both stand in the result, one below the
 * other. Swapping the two swaps the sides of each clash and nothing else.
 */
export function mergeVisits(mine: Fields, theirs: Fields, texts: readonly string[] = []): Merged {
  const merged: Merged = { values: {}, clashes: [] };
  for (const field of [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].sort()) {
    const [one, other] = [own(mine, field), own(theirs, field)];
    if (isOpen(one) && isOpen(other)) continue;
    if (isOpen(other)) merged.values[field] = one as Value;
    else if (isOpen(one)) merged.values[field] = other;
    else if (isSame(one, other)) merged.values[field] = one;
    else if (texts.includes(field)) merged.values[field] = [String(one), String(other)].sort().join('\n');
    else merged.clashes.push({ field, mine: one, theirs: other, base: null });
  }
  return merged;
}

/**
 * A visit's answers about what was known, and what the data says by now. Who only confirmed has changed nothing, so newer data holds;
 * data that still says what was seen gives way to a correction; both changed alike is one change; both changed otherwise is a clash.
 * Of what the data no longer tells (undefined in `now`) the visit's answer holds.
 */
export function mergeKnown(known: Readonly<Record<string, Known>>, answers: Fields, now: Fields): Merged {
  const merged: Merged = { values: {}, clashes: [] };
  for (const field of Object.keys(known).sort()) {
    const { value: base, standing } = known[field] as Known;
    const mine = standing === 'corrected' ? (own(answers, field) ?? null) : base;
    const theirs = own(now, field);
    if (theirs === undefined || isSame(mine, theirs) || isSame(theirs, base)) merged.values[field] = mine;
    else if (isSame(mine, base)) merged.values[field] = theirs;
    else merged.clashes.push({ field, mine, theirs, base });
  }
  return merged;
}
