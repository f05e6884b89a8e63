// The list as it is drawn: groups with their rows, and in their old place the rows that somebody else has taken meanwhile. Pure.
import type { QueueRow, TaskRow, Urgency } from '../../../server/flow/tasks/model.ts';

/** A row that was looked at or chosen and has left the view by somebody else's act. */
export interface Lost {
  row: QueueRow;
  /** How it stands now; null when it cannot be seen any more. */
  now: TaskRow | null;
  /** The row that stood before it; null: it was the first. */
  afterId: string | null;
}

export type QueueItem =
  | { kind: 'group'; key: string; urgency: Urgency; count: number }
  | { kind: 'row'; key: string; row: QueueRow }
  | { kind: 'lost'; key: string; lost: Lost };

/** Puts lost rows back behind the row that stood before them; one whose neighbour has gone too comes first in its group, or last of all. */
export function mergeLost(rows: readonly QueueRow[], lost: readonly Lost[]): (QueueRow | Lost)[] {
  const merged: (QueueRow | Lost)[] = [...rows];
  const shown = new Set(rows.map((row) => row.id));
  for (const one of lost) {
    if (shown.has(one.row.id)) continue;
    const idOf = (item: QueueRow | Lost) => ('row' in item ? item.row.id : item.id);
    const groupOf = (item: QueueRow | Lost) => ('row' in item ? item.row.urgency : item.urgency);
    const before = one.afterId === null ? -1 : merged.findIndex((item) => idOf(item) === one.afterId);
    const first = merged.findIndex((item) => groupOf(item) === one.row.urgency);
    const at = before >= 0 ? before + 1 : first >= 0 ? first : merged.length;
    merged.splice(at, 0, one);
  }
  return merged;
}

/** The list with a heading before each group; `counts` says how many stand in it on all pages. Sorted by deadline it has no groups. */
export function queueItems(
  merged: readonly (QueueRow | Lost)[],
  counts: Partial<Record<string, number>>,
  isGrouped: boolean,
): QueueItem[] {
  const items: QueueItem[] = [];
  let group: Urgency | null = null;
  for (const one of merged) {
    const row = 'row' in one ? one.row : one;
    if (isGrouped && row.urgency !== group) {
      group = row.urgency;
      items.push({ kind: 'group', key: `group-${group}`, urgency: group, count: counts[group] ?? 0 });
    }
    items.push(
      'row' in one ? { kind: 'lost', key: `lost-${row.id}`, lost: one } : { kind: 'row', key: row.id, row: one },
    );
  }
  return items;
}

/** The ids from one row to another, both ends with it, in the order of the list; only the far end when the near one has gone. */
export function rangeOf(ids: readonly string[], from: string | null, to: string): string[] {
  const [start, end] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)];
  if (end < 0) return [];
  if (start < 0) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}
