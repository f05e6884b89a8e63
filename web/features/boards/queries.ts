// The boards under their filter: the area, the period, and what else of the map's filter the address holds.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type Board,
  type CountiesBoard,
  type FunnelBoard,
  halfOf,
  Period,
  periodsAt,
  type TimeBoard,
  type WorkloadBoard,
} from '../../../server/insight/boards/model.ts';
import { call, queryString } from '../../api/client.ts';
import { type Filter, readFilter } from '../../api/filter.ts';

export interface BoardAsked extends Pick<Filter, 'area' | 'severity' | 'class' | 'rule' | 'cause' | 'source'> {
  period: string;
}

/** Reads what is asked from the address; a period nobody knows falls back to the running half-year. */
export function readAsked(search: URLSearchParams, today: string): BoardAsked {
  const { area, severity, class: classes, rule, cause, source } = readFilter(search);
  const named = search.get('period');
  const period = named && Period.safeParse(named).success ? named : halfOf(today);
  return { ...{ area, severity, class: classes, rule, cause, source }, period };
}

/** The periods to pick from; one from the address that is older stands with them. */
export function periodChoices(period: string, today: string): string[] {
  const known = periodsAt(today);
  return known.includes(period) ? known : [...known, period];
}

export const askedQuery = (asked: BoardAsked) => queryString({ ...asked });

function boardQuery<T>(board: Board, asked: string) {
  return queryOptions({
    queryKey: ['boards', board, asked],
    queryFn: ({ signal }) => call<T>('GET', `/api/boards/${board}${asked}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export const funnelQuery = (asked: BoardAsked) => boardQuery<FunnelBoard>('funnel', askedQuery(asked));
export const timeQuery = (asked: BoardAsked) => boardQuery<TimeBoard>('time', askedQuery(asked));
export const countiesQuery = (asked: BoardAsked) => boardQuery<CountiesBoard>('counties', askedQuery(asked));
export const workloadQuery = ({ area }: BoardAsked) => boardQuery<WorkloadBoard>('workload', queryString({ area }));
