// The desk's data: the filter in the address, the pages of its list, what is current, what is chosen, what others took meanwhile.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { useMe } from '../../api/session.ts';
import { type DeskView, filterOf, readDeskFilter } from '../../features/tasks/desk-filter.ts';
import { tasksQuery } from '../../features/tasks/queries.ts';
import { mergeLost, queueItems } from '../../features/tasks/queue.ts';
import { useLost } from '../../features/tasks/use-lost.ts';
import { useSelection } from '../../features/tasks/use-selection.ts';
import { useAddress } from './use-address.ts';

export function useDesk() {
  const me = useMe();
  const { search, change, replaceAll } = useAddress();
  const defaultView: DeskView = me.role === 'township-officer' ? 'submitted' : 'waiting';
  const filter = readDeskFilter(search, defaultView);
  const kept = filterOf(search);
  const tasks = useInfiniteQuery(tasksQuery(filter));
  const isCurrentData = tasks.data !== undefined && !tasks.isPlaceholderData;

  const rows = useMemo(() => tasks.data?.pages.flatMap((page) => page.items) ?? [], [tasks.data]);
  const named = search.get('task');
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const selection = useSelection(ids, kept);
  const { lost, settle, report } = useLost({
    rows: isCurrentData ? rows : undefined,
    scope: kept,
    watched: [...selection.chosen, ...(named ? [named] : [])],
  });
  const groups = tasks.data?.pages[0]?.groups;
  const isGrouped = filter.sort === 'urgency' && filter.view !== 'closed';
  const items = useMemo(
    () => queueItems(mergeLost(rows, lost), groups ?? {}, isGrouped),
    [rows, lost, groups, isGrouped],
  );
  const current = named ?? rows[0]?.id ?? null;

  // Keys come faster than the address changes: what was opened last counts until the address says the same.
  const opened = useRef<string | null | undefined>(undefined);
  if (opened.current === named) opened.current = undefined;
  const currentNow = () => (opened.current === undefined ? current : opened.current);
  const open = (id: string | null) => {
    opened.current = id;
    change({ task: id }, { replace: true });
  };
  const step = (by: number) => {
    const next = ids[ids.indexOf(currentNow() ?? '') + by];
    if (next) open(next);
  };
  /** After an act on the current row: the next one. */
  const goOn = () => {
    const at = ids.indexOf(current ?? '');
    open(ids[at + 1] ?? ids[at - 1] ?? null);
  };
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = tasks;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  return {
    ...{ filter, kept, defaultView, tasks, rows, items, named, current, currentNow, lost },
    ...{ counts: tasks.data?.pages[0]?.counts ?? {}, chosen: rows.filter((row) => selection.chosen.has(row.id)) },
    ...{ selection, settle, report, open, step, goOn, onNearEnd, search, change, replaceAll },
  };
}
