// The one filter of map, list and figures, as the URL holds it. Pure; the server checks it again.
import { type AlertFilter, FILTER_STATES } from '../../server/flow/alerts/model.ts';
import { AREA_CODE } from '../../server/kernel/area.ts';
import { queryString } from './client.ts';

export type Filter = AlertFilter;

const SEVERITIES = ['red', 'orange', 'yellow', 'blue'] as const;
const CLASSES = ['discovery', 'entitlement', 'change', 'policy'] as const;
const STATES = FILTER_STATES;
const DAYS = ['from', 'until', 'endedFrom', 'endedUntil', 'day'] as const;

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function pickList<T extends string>(text: string | null, known: readonly T[]): T[] {
  const named = (text ?? '').split(',');
  return known.filter((one) => named.includes(one));
}

/** Reads a filter from the address; what is not understood falls back to its default. */
export function readFilter(search: URLSearchParams): Filter {
  const area = search.get('area');
  const state = STATES.find((one) => one === search.get('state'));
  const rule = search.get('rule');
  const cause = search.get('cause');
  const source = search.get('source');
  const days = Object.fromEntries(
    DAYS.flatMap((name) => {
      const day = search.get(name);
      return day && isDay(day) ? [[name, day]] : [];
    }),
  );
  return {
    ...(area && AREA_CODE.test(area) && { area }),
    subject: search.get('subject') === 'source' ? 'source' : 'need',
    state: state ?? 'open',
    severity: pickList(search.get('severity'), SEVERITIES),
    class: pickList(search.get('class'), CLASSES),
    ...(rule && { rule }),
    ...(cause && { cause }),
    ...(source && { source }),
    ...days,
  };
}

/** The filter as a query string, defaults left out. */
export function filterQuery(filter: Filter, page: { after?: string; limit?: number } = {}): string {
  const { subject, state, ...rest } = filter;
  const own = { subject: subject === 'need' ? null : subject, state: state === 'open' ? null : state };
  return queryString({ ...rest, ...own, ...page });
}
