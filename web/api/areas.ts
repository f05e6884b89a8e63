// Divisions and their borders. Borders change with the law, not with the day: fetched once.
import { queryOptions, useQueries } from '@tanstack/react-query';
import { type PackedBorders, unpackBorders } from './borders.ts';
import { call, queryString } from './client.ts';

const LENGTHS = [2, 4, 6, 9, 12]; // digits of a province, prefecture, county, township, village

export interface Area {
  code: string;
  name: string;
  level: string;
}

export interface Zone {
  code: string;
  name: string;
  /** The county whose land stands for the zone on a map. */
  county: string;
}

export const areasQuery = (parent: string) =>
  queryOptions({
    queryKey: ['areas', parent],
    queryFn: async ({ signal }) =>
      (await call<{ items: Area[] }>('GET', `/api/areas${queryString({ parent })}`, { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const zonesQuery = queryOptions({
  queryKey: ['zones'],
  queryFn: async ({ signal }) => (await call<{ items: Zone[] }>('GET', '/api/areas/zones', { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
});

const fetchBorders = async (path: string, signal: AbortSignal) =>
  unpackBorders(await call<PackedBorders>('GET', `${path}?form=packed`, { signal }));

export const bordersQuery = queryOptions({
  queryKey: ['borders', 'counties'],
  queryFn: ({ signal }) => fetchBorders('/api/borders', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const prefectureBordersQuery = queryOptions({
  queryKey: ['borders', 'prefectures'],
  queryFn: ({ signal }) => fetchBorders('/api/borders/prefectures', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The divisions from the widest the reader may see down to `code`, with names as far as they have come. */
export function useAreaPath(
  root: { code: string; name: string } | undefined,
  code: string | undefined,
): { code: string; name: string }[] {
  const steps =
    root && code?.startsWith(root.code)
      ? LENGTHS.filter((length) => length > root.code.length && length <= code.length)
      : [];
  const parents = steps.map((length) => LENGTHS[LENGTHS.indexOf(length) - 1] as number);
  const lists = useQueries({ queries: parents.map((length) => areasQuery((code ?? '').slice(0, length))) });
  if (!root) return [];
  return [
    root,
    ...steps.map((length, index) => {
      const own = (code ?? '').slice(0, length);
      return { code: own, name: lists[index]?.data?.find((area) => area.code === own)?.name ?? own };
    }),
  ];
}
