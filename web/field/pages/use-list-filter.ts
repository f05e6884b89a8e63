// The list's filter and order as the address tells them: going back finds the list as it was left.
import type { ListFilter } from '../../offline/list.ts';
import { goTo, pathOf, useAddress } from '../address.tsx';

const NAMES = { text: 'q', urgency: 'level', village: 'village', reason: 'reason' } as const;

export interface ListAsked extends ListFilter {
  isByDistance: boolean;
  /** How many of the pickers are set. */
  picked: number;
  isFiltered: boolean;
  set(name: keyof ListFilter, value: string): void;
  sort(isByDistance: boolean): void;
  clear(): void;
}

export function useListFilter(): ListAsked {
  const { search } = useAddress();
  const read = (name: keyof ListFilter) => search.get(NAMES[name]) ?? '';
  const filter = { text: read('text'), urgency: read('urgency'), village: read('village'), reason: read('reason') };
  const write = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    const asked = next.toString();
    goTo(pathOf() + (asked && `?${asked}`), { replace: true });
  };
  const isByDistance = search.get('sort') === 'near';
  return {
    ...filter,
    isByDistance,
    picked: [filter.urgency, filter.village, filter.reason].filter(Boolean).length,
    isFiltered: Object.values(filter).some(Boolean),
    set: (name, value) => write(NAMES[name], value),
    sort: (byDistance) => write('sort', byDistance ? 'near' : ''),
    clear: () => goTo(pathOf() + (isByDistance ? '?sort=near' : ''), { replace: true }),
  };
}
