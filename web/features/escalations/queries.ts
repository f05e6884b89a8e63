// Late work of which a level was told, and the two acts about it.
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { EscalationCounts, EscalationRow } from '../../../server/flow/tasks/desk/model.ts';
import { call, queryString } from '../../api/client.ts';

export interface EscalationPage {
  items: EscalationRow[];
  next: string | null;
  levels: EscalationCounts;
}

export interface BoardFilter {
  area: string;
  level: string;
  /** '' both, 'false' nobody has taken note, 'true' somebody has. */
  noted: string;
}

export const escalationsQuery = (filter: BoardFilter) =>
  infiniteQueryOptions({
    queryKey: ['escalations', filter.area, filter.level, filter.noted],
    queryFn: ({ pageParam, signal }) =>
      call<EscalationPage>('GET', `/api/escalations${queryString({ ...filter, limit: 50, after: pageParam })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export type LateAct =
  | { act: 'acknowledge'; row: EscalationRow; body: { note: string } }
  | { act: 'extend'; row: EscalationRow; body: { until: string; reason: string } };

/** Takes note of late work, or puts its visit off; refused when it changed since it was read. */
export const sendAct = ({ act, row, body }: LateAct) =>
  call('POST', `/api/tasks/${encodeURIComponent(row.id)}/${act}`, { body, version: row.version });
