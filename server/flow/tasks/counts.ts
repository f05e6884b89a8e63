// How many tasks each view and each group of the shown view holds, under the same filter as the list.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { TASK_VIEWS, type TaskFilter, type TaskState, URGENCIES, type Urgency } from './model.ts';
import { DUE, OPEN, type Person, seenBy } from './store.ts';
import { type Looking, urgencySql, type View, viewSql } from './views.ts';

const ENDED = sql.raw(`t.state in ('closed', 'cancelled')`);

/** Open tasks that are alike in all that views and groups ask. */
interface Alike extends Record<string, unknown> {
  state: TaskState;
  urgency: Urgency;
  isToday: boolean;
  isBlocked: boolean;
  isEscalated: boolean;
  count: number;
}

/** As `viewSql` says it of a row; the two are held together by tests/api/desk.test.ts. */
const IN_VIEW: Record<Exclude<View, 'closed' | 'all'>, (task: Alike) => boolean> = {
  waiting: ({ state }) => state === 'waiting' || state === 'dispatched' || state === 'returned',
  today: ({ isToday }) => isToday,
  overdue: ({ urgency }) => urgency === 'overdue',
  submitted: ({ state }) => state === 'submitted' || state === 'confirmed',
  returned: ({ state }) => state === 'returned',
  blocked: ({ isBlocked }) => isBlocked,
  out: ({ state }) => state === 'assigned' || state === 'accepted',
  escalated: ({ isEscalated }) => isEscalated,
  open: () => true,
  mine: ({ state }) => state === 'assigned' || state === 'accepted',
};

/**
 * Counts in one scan of what is open: a few sums by what rows are like, since to ask each view of each row costs five times as much.
 * What has ended is counted apart, by nothing but its index; so under a filter that the index does not know it is left out.
 */
export async function countQueue(
  tx: Executor,
  { user, scope }: Person,
  query: Pick<TaskFilter, 'view' | 'area' | 'severity' | 'rule' | 'assignee'>,
  { looking, filter }: { looking: Looking; filter: SQL },
): Promise<{ counts: Record<string, number>; groups: Record<string, number> }> {
  const seen = seenBy(user, scope);
  const { now, endOfDay } = looking.edges;
  const alike = await tx.execute<Alike>(sql`select t.state, ${urgencySql(looking.edges)} as urgency,
      t.suspended_at is null and ${DUE} >= ${now.toISOString()} and ${DUE} < ${endOfDay.toISOString()} as "isToday",
      ${viewSql('blocked', looking)} as "isBlocked", ${viewSql('escalated', looking)} as "isEscalated", count(*)::int as count
    from tasks t where ${OPEN} and ${seen} ${filter} group by 1, 2, 3, 4, 5`);
  const sum = (of: (task: Alike) => boolean) => alike.reduce((total, task) => total + (of(task) ? task.count : 0), 0);
  const views = TASK_VIEWS.flatMap((view) =>
    view === 'closed' || view === 'all' ? [] : [[view, sum(IN_VIEW[view])] as const],
  );
  const shown = query.view === 'closed' ? () => false : query.view === 'all' ? () => true : IN_VIEW[query.view];
  const groups = URGENCIES.map((urgency) => [urgency, sum((task) => task.urgency === urgency && shown(task))] as const);
  const counts = {
    counts: Object.fromEntries(views),
    groups: Object.fromEntries(groups.filter(([, count]) => count > 0)),
  };
  if (query.severity.length > 0 || query.rule || query.assignee) return counts;
  const place = query.area ? sql`and t.area_code ^@ ${query.area}` : sql``;
  const [ended] = await tx.execute<{ closed: number }>(
    sql`select count(*)::int as closed from tasks t where ${ENDED} and t.kind <> 'routine' and ${seen} ${place}`,
  );
  const closed = ended?.closed ?? 0;
  return { ...counts, counts: { ...counts.counts, closed, all: sum(() => true) + closed } };
}
