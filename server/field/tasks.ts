// What one coordinator has in hand and why, for all of it at once: a phone's first load is a few statements, however many households.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { SignedIn } from '../access/route.ts';
import type { Scope } from '../access/scope.ts';
import type { LeadChannel } from '../flow/alerts/model.ts';
import { namesOfLead, placeSql } from '../flow/alerts/store.ts';
import type { RuleVersions } from '../flow/rules/versions.ts';
import { seenBy } from '../flow/tasks/store.ts';
import type { Names } from '../kernel/names.ts';
import type { Home } from './households.ts';
import { type FieldTask, MOST_TASKS } from './model.ts';

type Reason = FieldTask['reasons'][number];

/** A task as the phone gets it, but for what hangs on its household. */
export interface Held extends Omit<FieldTask, 'reasons' | 'routine' | 'form' | 'known' | keyof Home> {
  householdId: number | null;
}

/** The words that reasons are told in. */
export interface ReasonWords {
  versions: RuleVersions;
  contracts: readonly { dataset: string; title: Names }[];
  departments: readonly { code: string; names: Names }[];
  measures: ReadonlyMap<string, Names>;
}

const iso = (column: string) => sql.raw(`to_json(${column}) #>> '{}'`);

/** The open tasks in somebody's hands, what is still to visit first, soonest due first; at most `MOST_TASKS`. */
export async function listHeld(tx: Executor, scope: Scope, user: SignedIn): Promise<Held[]> {
  const rows = await tx.execute<Held & Record<string, unknown>>(sql`
    select t.id, t.kind, case when coalesce(o.kind, t.kind) in ('exit', 'routine') then coalesce(o.kind, t.kind) else 'help' end as "asKind", t.state, t.severity,
      t.area_code as "areaCode", ${placeSql(sql`t.area_code`)} as place, ${iso('t.opened_at')} as "openedAt",
      ${iso('t.dispatch_due_at')} as "dispatchDueAt", ${iso('t.visit_due_at')} as "visitDueAt", ${iso('t.confirm_due_at')} as "confirmDueAt",
      t.notice, t.return_reason as "returnReason", coalesce(hp.name, ld.head_name) as head, t.household_id as "householdId", t.household_id::text as "householdKey",
      coalesce((select jsonb_agg(jsonb_build_object('at', a.attempted_at, 'why', a.why) order by a.attempted_at, a.id)
        from visit_attempts a where a.task_id = t.id), '[]') as attempts
    from tasks t left join tasks o on o.id = t.looks_at_id left join households h on h.id = t.household_id
      left join persons hp on hp.id = h.head_person_id
      left join leads ld on t.household_id is null and t.origin_kind = 'lead' and ld.id = t.origin_id
    where t.state in ('assigned', 'accepted', 'submitted', 'confirmed')
      and ${seenBy(user, scope)}
    order by t.state in ('submitted', 'confirmed'), t.visit_due_at, t.id limit ${MOST_TASKS}`);
  return [...rows];
}

/** The reasons of each task, strongest first, in plain words with the sources that told. */
export async function readReasons(tx: Executor, taskIds: string[], words: ReasonWords): Promise<Map<string, Reason[]>> {
  const rows = await tx.execute<{
    task_id: string;
    id: string;
    rule_id: string | null;
    version_id: number | null;
    severity: Reason['severity'];
    cause: string | null;
    raised: string;
    said: Names | null;
    channel: LeadChannel | null;
  }>(sql`
    select ta.task_id, a.id, a.rule_id, a.rule_version_id as version_id, a.severity, a.cause, ${iso('a.raised_at')} as raised, a."values"->'said' as said,
      (select l.channel from leads l where l.id = a.lead_id) as channel
    from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = any(${sql.param(taskIds)}::uuid[])
    order by array_position(array['red', 'orange', 'yellow', 'blue'], a.severity), a.raised_at, a.id`);
  const known = await words.versions(
    tx,
    rows.flatMap((row) => row.version_id ?? []),
  );
  const sources = await readSources(
    tx,
    rows.map((row) => row.id),
    words,
  );
  const reasons = new Map<string, Reason[]>();
  for (const row of rows) {
    const definition = known.get(row.version_id ?? -1)?.rule?.definition;
    const names = definition?.names ??
      namesOfLead(row.channel) ?? { zh: row.rule_id ?? '线索', en: row.rule_id ?? 'lead' };
    const reason = {
      ...{
        id: row.id,
        severity: row.severity,
        ruleId: row.rule_id,
        raisedAt: row.raised,
        names,
        cause: row.cause,
        plain: definition?.plain ?? row.said ?? names,
      },
      sources: sources.get(row.id) ?? [],
      measures: (definition?.measures ?? []).flatMap((measure) => words.measures.get(measure) ?? []),
    };
    reasons.set(row.task_id, [...(reasons.get(row.task_id) ?? []), reason]);
  }
  return reasons;
}

/** Which files told of each alert, the newest first. All at once: a sub-select an alert took 19 of a first load's 45 ms in the database. */
async function readSources(
  tx: Executor,
  alertIds: string[],
  words: ReasonWords,
): Promise<Map<string, Reason['sources']>> {
  const sources = new Map<string, Reason['sources']>();
  if (alertIds.length === 0) return sources;
  const rows = await tx.execute<Told & { alert: string } & Record<string, unknown>>(sql`
    select s.alert, s.dataset, s.department, ${iso('s.received')} as received from (
      select e.alert_id as alert, b.dataset, b.department, max(b.received_at) as received
      from alert_evidence e join batches b on b.id = e.batch_id
      where e.alert_id = any(${sql.param(alertIds)}::uuid[]) and b.in_force_until is null group by e.alert_id, b.dataset, b.department) s
    order by s.received desc, s.dataset`);
  for (const { alert, ...told } of rows) {
    const known = sources.get(alert);
    if (known) known.push(sourceOf(told, words));
    else sources.set(alert, [sourceOf(told, words)]);
  }
  return sources;
}

const OURS: Names = { zh: '本系统', en: 'our own work' };

interface Told {
  dataset: string;
  department: string | null;
  received: string;
}

function sourceOf(
  { dataset, department, received }: Told,
  { contracts, departments }: ReasonWords,
): Reason['sources'][number] {
  const title = contracts.find((contract) => contract.dataset === dataset)?.title ?? { zh: dataset, en: dataset };
  return { title, department: departments.find((one) => one.code === department)?.names ?? OURS, receivedAt: received };
}
