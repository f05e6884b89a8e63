// What closed warnings turned out to be, and the address that a group of them is listed at.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Precision, PrecisionBy, PrecisionRow } from '../../../server/flow/feedback/model.ts';
import { addDays } from '../../../server/kernel/clock.ts';
import { call, queryString } from '../../api/client.ts';

// Named here again: the model's file would bring the schema library along.
export const GROUPINGS = [
  'rule',
  'version',
  'dataset',
  'cause',
  'county',
  'month',
] as const satisfies readonly PrecisionBy[];
export const PERIODS = ['90', '365', 'all'] as const;
export type Period = (typeof PERIODS)[number];

export interface Chosen {
  by: PrecisionBy;
  period: Period;
  area: string | undefined;
  /** The service's day. */
  today: string;
}

export const precisionQuery = ({ by, period, area, today }: Chosen) => {
  const from = period === 'all' ? undefined : addDays(today, -Number(period));
  return queryOptions({
    queryKey: ['precision', by, from, area],
    queryFn: ({ signal }) => call<Precision>('GET', `/api/precision${queryString({ by, from, area })}`, { signal }),
    placeholderData: keepPreviousData,
  });
};

/** The list of a group's warnings on the map page; null where the list has no such filter. */
export function listAddress(by: PrecisionBy, row: PrecisionRow, area: string | undefined): string | null {
  if (row.key === null) return null;
  const one = { rule: { rule: row.ruleId }, version: { rule: row.ruleId }, cause: { cause: row.key } };
  if (by === 'county') return `/map${queryString({ area: row.key, state: 'ended', tab: 'list' })}`;
  if (by === 'dataset' || by === 'month') return null;
  return `/map${queryString({ area, state: 'ended', ...one[by], tab: 'list' })}`;
}
