// Notices rows that were looked at or chosen and left the view by somebody else's act; they are kept until the reader has said what to do.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { QueueRow, TaskRow } from '../../../server/flow/tasks/model.ts';
import { ApiError } from '../../api/problem.ts';
import { isOwn, noteListed } from './acts.ts';
import { taskQuery } from './queries.ts';
import type { Lost } from './queue.ts';

interface Watching {
  /** The rows of the view as they were fetched last; undefined while none are, or those of another view still stand. */
  rows: readonly QueueRow[] | undefined;
  /** The view and its filter: another one is no news. */
  scope: string;
  watched: readonly string[];
}

interface Seen {
  scope: string;
  rows: readonly QueueRow[];
}

/** A row with the one that stood before it. */
function findIn(rows: readonly QueueRow[], id: string): Pick<Lost, 'row' | 'afterId'> | undefined {
  const index = rows.findIndex((row) => row.id === id);
  const row = rows[index];
  return row && { row, afterId: rows[index - 1]?.id ?? null };
}

export function useLost({ rows, scope, watched }: Watching) {
  const client = useQueryClient();
  const [lost, setLost] = useState<Lost[]>([]);
  const seen = useRef<Seen>({ scope: '', rows: [] });
  const watchedNow = useRef(watched);
  watchedNow.current = watched;

  /** Asks how a row stands now, and keeps it as lost unless it is as it was: then it is only further down, or out of the filter. */
  const check = useCallback(
    async (was: Pick<Lost, 'row' | 'afterId'>) => {
      const { row } = was;
      const now = await findNow(client, row.id);
      if (now && now.state === row.state && now.assignee?.id === row.assignee?.id) return;
      setLost((old) => [...old.filter((one) => one.row.id !== row.id), { ...was, now }]);
    },
    [client],
  );

  useEffect(() => {
    if (!rows) return;
    const before = seen.current;
    seen.current = { scope, rows };
    noteListed(rows);
    if (before.scope !== scope) return setLost([]);
    setLost((old) => (old.length === 0 ? old : old.filter((one) => !findIn(rows, one.row.id))));
    for (const id of watchedNow.current) {
      const was = findIn(before.rows, id);
      if (was && !isOwn(id) && !findIn(rows, id)) void check(was);
    }
  }, [rows, scope, check]);

  return {
    lost,
    settle: (id: string) => setLost((old) => old.filter((one) => one.row.id !== id)),
    /** Somebody else was faster with these: where the list still has them they are news when they leave it. */
    report: (taken: readonly QueueRow[]) => {
      for (const row of taken) if (!findIn(seen.current.rows, row.id)) void check({ row, afterId: null });
    },
  };
}

async function findNow(client: QueryClient, id: string): Promise<TaskRow | null> {
  try {
    return (await client.fetchQuery({ ...taskQuery(id), staleTime: 0 })).task;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
