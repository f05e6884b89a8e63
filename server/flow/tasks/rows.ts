// Tasks as people see them: one row with its household, reasons, holder, suggestion, and why it does not move.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { mayDo } from '../../access/model.ts';
import type { SignedIn } from '../../access/route.ts';
import { dayOf } from '../../kernel/clock.ts';
import { type LeadChannel, SEVERITIES } from '../alerts/model.ts';
import { namesOfLead, placeSql } from '../alerts/store.ts';
import type { RuleVersions } from '../rules/versions.ts';
import { type Candidate, groupByTask, proposeAssignee } from './assign.ts';
import { whyBlocked } from './blocked.ts';
import { listCandidates } from './candidates.ts';
import type { TaskKind, TaskRow, TaskState } from './model.ts';
import { ESCALATED, type Person, seenBy } from './store.ts';

export interface Stored extends Record<string, unknown> {
  id: string;
  kind: TaskRow['kind'];
  state: TaskState;
  severity: TaskRow['severity'];
  area_code: string;
  place: string;
  household_id: number | null;
  public_id: string | null;
  number: string | null;
  head: string | null;
  members: number | null;
  assignee_id: string | null;
  assignee: string | null;
  opened: string;
  dispatch_due: string;
  visit_due: string;
  confirm_due: string;
  outcome_code: string | null;
  return_reason: string | null;
  extension_reason: string | null;
  notice: string | null;
  extended: string | null;
  escalation_level: TaskRow['escalationLevel'];
  acknowledged: string | null;
  suspended: string | null;
  dispatched: string | null;
  dispatcher: string | null;
  looks_at_kind: TaskKind | null;
  version: number;
  lead_head: string | null;
  lead_people: number | null;
  reasons: {
    alertId: string;
    ruleId: string | null;
    versionId: number | null;
    channel: LeadChannel | null;
    severity: TaskRow['severity'];
  }[];
}

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;
/** What `present` needs of a task `t` and what JOINED adds. */
export const COLUMNS = sql`t.id, t.kind, t.state, t.severity, t.area_code, ${placeSql(sql`t.area_code`)} as place, t.household_id,
  h.public_id, h.registry_number as number, hp.name as head, hi.members__living::int as members, t.assignee_id, u.name as assignee,
  ${iso(sql`t.opened_at`)} as opened, ${iso(sql`t.dispatch_due_at`)} as dispatch_due, ${iso(sql`t.visit_due_at`)} as visit_due,
  ${iso(sql`t.confirm_due_at`)} as confirm_due, t.outcome_code, t.return_reason, t.extension_reason, t.notice, t.version,
  ${iso(sql`t.suspended_at`)} as suspended, ${iso(sql`t.dispatched_at`)} as dispatched, db.name as dispatcher,
  ${iso(sql`t.extended_at`)} as extended, case when ${ESCALATED} then t.escalation_level end as escalation_level,
  case when ${ESCALATED} then ${iso(sql`t.acknowledged_at`)} end as acknowledged,
  (select o.kind from tasks o where o.id = t.looks_at_id) as looks_at_kind, ld.head_name as lead_head, ld.people as lead_people,
  coalesce((select jsonb_agg(jsonb_build_object('alertId', a.id, 'ruleId', a.rule_id, 'versionId', a.rule_version_id, 'severity', a.severity,
      'channel', (select l.channel from leads l where l.id = a.lead_id))
      order by array_position(${sql.param([...SEVERITIES])}::text[], a.severity), a.raised_at, a.id)
    from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = t.id), '[]') as reasons`;
export const JOINED = sql`left join households h on h.id = t.household_id left join persons hp on hp.id = h.head_person_id
  left join household_indicators hi on hi.household_id = t.household_id left join users u on u.id = t.assignee_id
  left join users db on db.id = t.dispatched_by left join leads ld on t.household_id is null and t.origin_kind = 'lead' and ld.id = t.origin_id`;

export interface FoundTask {
  row: TaskRow;
  householdId: number | null;
  returnReason: string | null;
  extensionReason: string | null;
  /** The kind whose outcomes fit: a second look's is that of the task it looks at. */
  asKind: TaskKind;
}

/** One task, absent when it is not there, out of area or not theirs. */
export async function findTask(
  tx: Executor,
  { user, scope }: Person,
  id: string,
  { versions, now }: { versions: RuleVersions; now: Date },
): Promise<FoundTask | undefined> {
  const rows = await tx.execute<Stored>(
    sql`select ${COLUMNS} from tasks t ${JOINED} where t.id = ${id}::uuid and ${seenBy(user, scope)}`,
  );
  const [row] = await present(tx, rows, { versions, user, now });
  if (!row) return undefined;
  const { household_id, return_reason, extension_reason, looks_at_kind } = rows[0]!;
  const told = { returnReason: return_reason, extensionReason: extension_reason };
  return { row, householdId: household_id, ...told, asKind: looks_at_kind ?? row.kind };
}

/** Who could be given each waiting row, for those who may give it or look after who does: one statement for the page. */
async function candidatesOf(tx: Executor, rows: Stored[], user: SignedIn, now: Date) {
  const waiting = user.role === 'village-coordinator' ? [] : rows.filter((row) => isWaiting(row.state));
  const ids = waiting.map((row) => row.id);
  return groupByTask(await listCandidates(tx, ids, dayOf(now)));
}

const isWaiting = (state: TaskState) => state === 'waiting' || state === 'dispatched' || state === 'returned';

/** Stored rows as the API tells them; names of rules, candidates and suggestions are read for all rows at once. */
export async function present(
  tx: Executor,
  rows: Stored[],
  { versions, user, now }: { versions: RuleVersions; user: SignedIn; now: Date },
): Promise<TaskRow[]> {
  const candidates = await candidatesOf(tx, rows, user, now);
  const mayGive = mayDo(user.role, 'task.dispatch');
  const known = await versions(
    tx,
    rows.flatMap((row) => row.reasons.flatMap((reason) => reason.versionId ?? [])),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    severity: row.severity,
    areaCode: row.area_code,
    place: row.place,
    household: householdOf(row),
    reasons: row.reasons.map(({ alertId, ruleId, versionId, channel, severity }) => {
      const names = known.get(versionId ?? -1)?.rule?.definition.names ??
        namesOfLead(channel) ?? {
          zh: ruleId ?? '线索',
          en: ruleId ?? 'lead',
        };
      return { alertId, ruleId, names, severity };
    }),
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee ?? '' },
    suggested: mayGive && isWaiting(row.state) ? loadOf(proposeAssignee(candidates.get(row.id) ?? [], null)) : null,
    blocked: whyBlocked(standingOf(row), candidates.get(row.id) ?? [], user),
    suspendedAt: row.suspended,
    dispatchedAt: row.dispatched,
    dispatchedBy: row.dispatcher,
    openedAt: row.opened,
    dispatchDueAt: row.dispatch_due,
    visitDueAt: row.visit_due,
    confirmDueAt: row.confirm_due,
    outcomeCode: row.outcome_code,
    notice: row.notice,
    extendedAt: row.extended,
    escalationLevel: row.escalation_level,
    acknowledgedAt: row.acknowledged,
    version: row.version,
  }));
}

/** Of a household that no registry knows yet, what the lead told. */
function householdOf(row: Stored): TaskRow['household'] {
  if (row.public_id !== null)
    return { id: row.public_id, number: row.number, head: row.head, members: row.members ?? 0 };
  return row.lead_head === null ? null : { id: null, number: null, head: row.lead_head, members: row.lead_people ?? 0 };
}

const standingOf = (row: Stored) => ({
  kind: row.kind,
  state: row.state,
  notice: row.notice,
  isSuspended: row.suspended !== null,
});

const loadOf = (one: Candidate | undefined) =>
  one ? { id: one.id, name: one.name, inHand: one.inHand, capacity: one.capacity } : null;
