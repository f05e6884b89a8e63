// 一户一条线: two years of a household on one time line. What each source told month by month, what was signalled, visited and given.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import { alertsOfHousehold } from '../flow/alerts/store.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import type { RuleVersions } from '../flow/rules/versions.ts';
import { asHeld, readHeld } from '../flow/tasks/held/read.ts';
import { everMembers } from './find.ts';
import type { Help, Lane, Line, Signal, Status } from './model.ts';
import { monthsUntil, readToldMonths } from './months.ts';

/** Sources whose every month is an amount; what comes now and then is drawn as dots. */
const EVERY_MONTH = new Set(['wages', 'pensions', 'aid-roster', 'contributions']);

export interface LineContext {
  catalogue: Catalogue;
  versions: RuleVersions;
  today: string;
  status: readonly Status[];
}

/** The whole line of one household that the reader may see; `householdId` has been found in their scope. */
export async function readLine(tx: Executor, scope: Scope, householdId: number, context: LineContext): Promise<Line> {
  const months = monthsUntil(context.today);
  const signals = await readSignals(tx, scope, householdId, context);
  const visits = await readLineVisits(tx, scope, householdId);
  const told = await readToldMonths(tx, months, context.today);
  const lanes = await readLanes(tx, householdId, { ...context, months, told, signals });
  const help = helpOf(visits, await readClosed(tx, scope, householdId), context.status, months[0] ?? '');
  return { months, today: context.today, lanes, signals, visits, help };
}

async function readSignals(
  tx: Executor,
  scope: Scope,
  householdId: number,
  { versions }: LineContext,
): Promise<Signal[]> {
  const alerts = await alertsOfHousehold(tx, scope, householdId, versions);
  const sources = await tx.execute<{ id: string; datasets: string[] }>(sql`
    select e.alert_id as id, array_agg(distinct b.dataset) as datasets from alert_evidence e join batches b on b.id = e.batch_id
    where e.alert_id = any(${sql.param(alerts.map((one) => one.id))}::uuid[]) group by 1`);
  const known = new Map(sources.map((row) => [row.id, row.datasets]));
  return alerts.map(({ id, rule, message, severity, state, raisedAt, endedAt, taskId }) => ({
    ...{ id, rule, message, severity, state, raisedAt, endedAt, taskId },
    datasets: known.get(id) ?? [],
  }));
}

async function readLineVisits(tx: Executor, scope: Scope, householdId: number): Promise<Line['visits']> {
  const visits = await tx.execute<Omit<Line['visits'][number], 'others'> & Record<string, unknown>>(sql`
    select v.id, v.task_id as "taskId", to_json(v.visited_at) #>> '{}' as "visitedAt", coalesce(u.name, '') as visitor,
      v.origin = 'paper' as "isPaper", e.name as "enteredBy", v.outcome_code as "outcomeCode", v.note, v.assistance_note as "assistanceNote",
      v.answers
    from visits v left join users u on u.id = v.visitor_id left join users e on e.id = v.entered_by
    where v.household_id = ${householdId} and ${within(scope, sql`v.county_code`, sql`v.area_code`)} order by v.visited_at desc limit 60`);
  const held = await readHeld(tx, [...new Set(visits.map((visit) => visit.taskId))]);
  return visits.map((visit) => asHeld(visit, held.get(visit.taskId)));
}

interface Closed extends Record<string, unknown> {
  taskId: string;
  closedOn: string;
  outcomeCode: string;
}

/** Tasks of help that ended with a need confirmed and met (outcomes of group A). */
async function readClosed(tx: Executor, scope: Scope, householdId: number): Promise<Closed[]> {
  return await tx.execute<Closed>(sql`
    select t.id as "taskId", (t.closed_at at time zone 'Asia/Shanghai')::date::text as "closedOn", t.outcome_code as "outcomeCode"
    from tasks t where t.household_id = ${householdId} and t.state = 'closed' and t.outcome_code ~ '^A'
      and ${within(scope, sql`t.county_code`, sql`t.area_code`)} order by t.closed_at desc limit 40`);
}

function helpOf(visits: Line['visits'], closed: readonly Closed[], status: readonly Status[], since: string): Help[] {
  const decided = closed.map(({ taskId, closedOn, outcomeCode }) => ({
    ...{ on: closedOn, taskId, outcomeCode, category: null, person: null, amount: null },
    note: visits.find((visit) => visit.taskId === taskId && visit.assistanceNote)?.assistanceNote ?? null,
  }));
  const paid = status
    .filter((one) => one.amount !== null && one.from >= since)
    .map(({ from, category, person, amount }) => ({
      ...{ on: from, taskId: null, outcomeCode: null, category, person, amount, note: null },
    }));
  return [...decided, ...paid].sort((a, b) => b.on.localeCompare(a.on));
}

/** One lane a source that told anything of the household in these months, or that a signal rests on; in the order of the catalogue. */
async function readLanes(
  tx: Executor,
  householdId: number,
  of: LineContext & { months: string[]; told: Map<string, Set<string>>; signals: Signal[] },
): Promise<Lane[]> {
  const { contracts, departments } = of.catalogue;
  const facts = await tx.execute<{ kind: string; month: string; amount: number | null; rows: number }>(sql`
    select f.kind, date_trunc('month', f.on_date)::date::text as month, sum(f.amount)::float8 as amount, count(*)::int as rows
    from facts f where f.retracted_at is null and f.on_date >= ${of.months[0]}::date and f.kind <> 'visit.outcome' and f.kind !~ '^benefit[.]'
      and (f.subject_kind, f.subject_id) in (select 'person', person_id from ${everMembers(householdId)} m
        where left_household(person_id, ${householdId}) is null union all select 'household', ${householdId}::bigint)
    group by 1, 2`);
  return contracts
    .filter(({ dataset, facts: stated }) => {
      const kinds = stated.map((fact) => fact.kind);
      return facts.some((row) => kinds.includes(row.kind)) || of.signals.some((one) => one.datasets.includes(dataset));
    })
    .map((contract) => ({
      dataset: contract.dataset,
      title: contract.title,
      department: departments.find((one) => one.code === contract.department)?.names ?? contract.title,
      shape: EVERY_MONTH.has(contract.dataset) ? ('bars' as const) : ('dots' as const),
      months: of.months.map((month) => monthOf(contract, facts, { month, told: of.told.get(contract.dataset) })),
    }));
}

function monthOf(
  contract: Contract,
  facts: readonly { kind: string; month: string; amount: number | null; rows: number }[],
  { month, told }: { month: string; told: Set<string> | undefined },
): Lane['months'][number] {
  const kinds = contract.facts.map((fact) => fact.kind);
  const own = facts.filter((row) => row.month === month && kinds.includes(row.kind));
  const amounts = own.flatMap((row) => row.amount ?? []);
  return {
    amount: amounts.length > 0 ? amounts.reduce((sum, amount) => sum + amount, 0) : null,
    rows: own.reduce((sum, row) => sum + row.rows, 0),
    isKnown: contract.period.kind !== 'month' || contract.rhythm.every !== 'monthly' || (told?.has(month) ?? false),
  };
}
