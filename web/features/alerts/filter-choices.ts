// What the pickers of the filter sentence offer; whatever the address holds beyond it is offered too, so that nothing is shown wrongly. Pure.

import { addDays } from '../../../server/kernel/clock.ts';
import type { Names } from '../../../server/kernel/names.ts';
import type { Filter } from '../../api/filter.ts';
import { formatDay } from '../../ui/format.ts';
import type { Language } from '../../ui/language.tsx';
import type { Choice } from '../../ui/picker.tsx';
import type { alertWords } from './words.ts';

type Words = (typeof alertWords)['zh']['pick'];
const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;
const CLASSES = ['discovery', 'entitlement', 'change', 'policy'] as const;
/** Days back from today, with it. */
const SPANS = [7, 30, 90] as const;

function withCurrent(choices: Choice[], value: string, name: string): Choice[] {
  return choices.some((choice) => choice.value === value) ? choices : [...choices, { value, name }];
}

export function severityChoices(
  filter: Filter,
  words: Words,
  names: Record<(typeof LEVELS)[number], string>,
): Choice[] {
  const above = (count: number) => LEVELS.slice(0, count).join(',');
  const choices = [
    { value: '', name: words.allSeverities },
    { value: 'red', name: names.red },
    { value: above(2), name: words.andAbove(names.orange) },
    { value: above(3), name: words.andAbove(names.yellow) },
    ...LEVELS.slice(1).map((level) => ({ value: level as string, name: names[level] })),
  ];
  return withCurrent(choices, filter.severity.join(','), words.some);
}

export function classChoices(filter: Filter, words: Words, names: Record<(typeof CLASSES)[number], string>): Choice[] {
  const choices = [
    { value: '', name: words.allClasses },
    ...CLASSES.map((one) => ({ value: one as string, name: names[one] })),
  ];
  return withCurrent(choices, filter.class.join(','), words.someClasses);
}

/** Of rules, sources or causes: all of them, each, and one that is not known here any more by its code. */
export function namedChoices(
  value: string | undefined,
  all: string,
  known: readonly { id: string; names: Names }[],
  language: Language,
): Choice[] {
  const choices = [{ value: '', name: all }, ...known.map(({ id, names }) => ({ value: id, name: names[language] }))];
  return value ? withCurrent(choices, value, value) : choices;
}

/** The period as one value of a picker: `from..until`, or of the day of ending `ended:from..until`. */
export function periodValue({ from, until, endedFrom, endedUntil }: Filter): string {
  if (endedFrom || endedUntil) return `ended:${endedFrom ?? ''}..${endedUntil ?? ''}`;
  return from || until ? `${from ?? ''}..${until ?? ''}` : '';
}

export function periodChoices(
  filter: Filter,
  { words, language, today }: { words: Words; language: Language; today: string },
): Choice[] {
  const choices = [
    { value: '', name: words.anyTime },
    ...SPANS.map((days) => ({ value: `${addDays(today, 1 - days)}..`, name: words.lastDays(days) })),
  ];
  const day = (one: string | undefined) => (one ? formatDay(one, language) : '');
  const span = (from: string | undefined, until: string | undefined) =>
    from === until ? day(from) : `${day(from)}–${day(until)}`;
  const { from, until, endedFrom, endedUntil } = filter;
  const name = endedFrom || endedUntil ? words.endedIn(span(endedFrom, endedUntil)) : words.raisedIn(span(from, until));
  return withCurrent(choices, periodValue(filter), name);
}

/** What a picked period changes in the address. */
export function periodChange(value: string): Record<'from' | 'until' | 'endedFrom' | 'endedUntil', string> {
  const [from = '', until = ''] = value.replace('ended:', '').split('..');
  const none = { from: '', until: '', endedFrom: '', endedUntil: '' };
  return value.startsWith('ended:') ? { ...none, endedFrom: from, endedUntil: until } : { ...none, from, until };
}
