// The list's filter and order as the address tells them: going back finds the list as it was left. What is typed may be a name, and
// browsers keep addresses unsealed: it stays in memory, and goes when the phone is locked.
import { useState } from 'react';
import type { ListFilter } from '../../offline/list.ts';
import { goTo, pathOf, useAddress } from '../address.tsx';
import { usePhone } from '../open-phone.tsx';

const NAMES = { urgency: 'level', village: 'village', reason: 'reason' } as const;

/** What was typed last, by the open store: it is another one behind each PIN. */
const typed = new WeakMap<object, string>();

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
  const { bytes } = usePhone();
  const [text, setText] = useState(() => typed.get(bytes) ?? '');
  const type = (value: string) => {
    typed.set(bytes, value);
    setText(value);
  };
  const read = (name: keyof typeof NAMES) => search.get(NAMES[name]) ?? '';
  const filter = { text, urgency: read('urgency'), village: read('village'), reason: read('reason') };
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
    set: (name, value) => (name === 'text' ? type(value) : write(NAMES[name], value)),
    sort: (byDistance) => write('sort', byDistance ? 'near' : ''),
    clear: () => {
      type('');
      goTo(pathOf() + (isByDistance ? '?sort=near' : ''), { replace: true });
    },
  };
}
