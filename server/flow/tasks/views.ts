// The desk's views and groups as SQL, on an open or ended task `t`.
import { type SQL, sql } from 'drizzle-orm';
import type { SignedIn } from '../../access/route.ts';
import { blockedSql } from './blocked.ts';
import type { TASK_VIEWS } from './model.ts';
import { DUE, ESCALATED, OPEN, overdueSql, rankOf, rankSql } from './store.ts';
import type { Team } from './team.ts';
import type { Edges } from './urgency.ts';

export type View = (typeof TASK_VIEWS)[number];

export interface Looking {
  user: SignedIn;
  edges: Edges;
  /** Who there is; left out where nothing is asked about what is blocked. */
  team: Team | undefined;
}

/** SQL: `t` belongs to a view. */
export function viewSql(view: View, { user, edges, team }: Looking): SQL {
  switch (view) {
    case 'waiting':
      return sql`t.state in ('waiting', 'dispatched', 'returned')`;
    case 'today':
      return sql`(${OPEN} and t.suspended_at is null and ${DUE} >= ${edges.now.toISOString()} and ${DUE} < ${edges.endOfDay.toISOString()})`;
    case 'overdue':
      return overdueSql(edges.now);
    case 'submitted':
      return sql`t.state in ('submitted', 'confirmed')`;
    case 'returned':
      return sql`t.state = 'returned'`;
    case 'blocked':
      return team ? blockedSql(team, user) : sql`false`;
    case 'out':
    case 'mine':
      return sql`t.state in ('assigned', 'accepted')`;
    case 'escalated':
      return rankOf(user) === 0
        ? sql`false`
        : sql`(${ESCALATED} and ${rankSql(sql`t.escalation_level`)} >= ${rankOf(user)})`;
    case 'open':
      return OPEN;
    case 'closed':
      return sql`t.state in ('closed', 'cancelled')`;
    case 'all':
      return sql`true`;
  }
}

/** SQL: the group in which `t` stands, as text. */
export function urgencySql(edges: Edges): SQL {
  return sql`case when not ${OPEN} then 'ended' when t.suspended_at is not null then 'suspended'
    when ${DUE} < ${edges.now.toISOString()} then 'overdue' when ${DUE} < ${edges.dayOn.toISOString()} then 'within-day'
    when ${DUE} < ${edges.later.toISOString()} then 'soon' else 'later' end`;
}
