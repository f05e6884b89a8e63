// Stations and service points from the server: listed, counted, opened, changed, closed.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { StationCover, StationInput, StationPerson, StationRow } from '../../../server/stations/model.ts';
import { call, queryString } from '../../api/client.ts';

export const KINDS = ['station', 'point'] as const satisfies readonly StationInput['kind'][];
export const STATES = ['open', 'closed', 'all'] as const;

export interface StationsAsked {
  area: string;
  kind: string;
  state: string;
}

export const stationsQuery = (asked: StationsAsked) =>
  infiniteQueryOptions({
    queryKey: ['stations', 'list', asked],
    queryFn: ({ pageParam, signal }) => {
      const state = asked.state === 'open' ? '' : asked.state;
      return call<{ items: StationRow[]; next: string | null }>(
        'GET',
        `/api/stations${queryString({ ...asked, state, after: pageParam })}`,
        { signal },
      );
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const coverQuery = (area: string) =>
  queryOptions({
    queryKey: ['stations', 'cover', area],
    queryFn: ({ signal }) => call<StationCover>('GET', `/api/stations/cover${queryString({ area })}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const workersQuery = (area: string) =>
  queryOptions({
    queryKey: ['stations', 'workers', area],
    queryFn: async ({ signal }) =>
      (await call<{ items: StationPerson[] }>('GET', `/api/stations/workers${queryString({ area })}`, { signal }))
        .items,
  });

export function saveStation(
  input: StationInput,
  known: Pick<StationRow, 'id' | 'version'> | null,
): Promise<StationRow> {
  return known
    ? call('PUT', `/api/stations/${known.id}`, { body: input, version: known.version })
    : call('POST', '/api/stations', { body: input });
}

export function closeStation(
  of: Pick<StationRow, 'id' | 'version'>,
  body: { closedOn: string; reason: string },
): Promise<StationRow> {
  return call('POST', `/api/stations/${of.id}/close`, { body, version: of.version });
}

/** A station as its form begins; a new one stands in `area` and opens today. */
export function inputOf(station: StationRow | null, area: string, today: string): StationInput {
  if (!station)
    return {
      ...{ kind: 'station', name: '', area: area.length >= 9 ? area.slice(0, 9) : '', address: '' },
      ...{ phone: null, hours: null, openedOn: today, people: [] },
    };
  const { kind, name, address, phone, hours, openedOn, people } = station;
  return {
    ...{ kind, name, address, phone, hours, openedOn, area: station.area.code },
    people: people.map(({ userId, name: of, kind: as }) => ({ userId, name: of, kind: as })),
  };
}
