// The alert map's figures: one filter, one set of rights, counted by child division, severity and rule.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import { countWaiting } from '../flow/alerts/backlog.ts';
import { type AlertFilter, type AlertMap, SEVERITIES, type Severity } from '../flow/alerts/model.ts';
import { filterSql } from '../flow/alerts/store.ts';
import { readBook } from '../flow/rules/book.ts';
import { readSources } from './sources.ts';

interface Cell extends Record<string, unknown> {
  child: string;
  rule: string | null;
  severity: Severity;
  total: number;
}

const CHILD_LENGTH: Record<number, number> = { 2: 4, 4: 6, 6: 9, 9: 12 };

/** The map of one division (default: the widest of the caller's), with its children's figures. Undefined when it is not theirs. */
export async function readMap(
  tx: Executor,
  scope: Scope,
  filter: AlertFilter,
  catalogue: Catalogue,
  now: Date,
): Promise<AlertMap | undefined> {
  const code = filter.area ?? widest(scope);
  const [area] = await tx.execute<{ code: string; name: string; level: string }>(
    sql`select code, name, level from areas where code = ${code}`,
  );
  if (!area || !scope.areas.some((mine) => mine.startsWith(code) || code.startsWith(mine))) return undefined;
  // A province shows its counties at once: borders are the counties'.
  const length = code.length === 2 ? 6 : (CHILD_LENGTH[code.length] ?? 12);
  const child = sql`left(a.area_code, ${length}::int)`;
  const wanted = filterSql(scope, { ...filter, area: code });
  // By counties the ledgers answer, which know nothing finer; their columns are named as the filter names those of the alerts.
  const isByCounty = length === 6 && scope.areas.every((one) => one.length <= 6);
  const cells = await tx.execute<Cell>(
    isByCounty
      ? sql`select ${child} as child, a.rule_id as rule, a.severity, sum(a.alerts)::int as total
          from alert_figures a where ${wanted} group by 1, 2, 3 having sum(a.alerts) <> 0`
      : sql`select ${child} as child, a.rule_id as rule, a.severity, count(*)::int as total
          from alerts a where ${wanted} group by 1, 2, 3`,
  );
  // Tasks, not alerts: several alerts of one household make one visit late.
  const late = await tx.execute<{ child: string; overdue: number }>(sql`
    select child, count(*)::int as overdue from (
      select ${child} as child, a.task_id from open_work a where ${wanted} and a.due_at < ${now.toISOString()} group by 1, 2) t group by 1`);
  const there = sql`${within(scope, sql`a.county_code`, sql`a.area_code`)} and a.area_code ^@ ${code}`;
  const homes = await tx.execute<{ child: string; households: number }>(
    isByCounty
      ? sql`select ${child} as child, sum(a.households)::int as households from household_figures a where ${there} group by 1`
      : sql`select ${child} as child, count(*)::int as households from households a where ${there} group by 1`,
  );
  const divisions = await tx.execute<{ code: string; name: string; level: string }>(sql`
    select code, name, level from areas where length(code) = ${length} and code ^@ ${code} order by code`);
  const overdueIn = new Map(late.map((row) => [row.child, row.overdue]));
  const households = new Map(homes.map((home) => [home.child, home.households]));
  const mine = divisions.filter((division) =>
    scope.areas.some((one) => one.startsWith(division.code) || division.code.startsWith(one)),
  );
  const sources = await readSources(tx, catalogue, now);
  const book = await readBook(tx, catalogue.book);
  return {
    area,
    total: sum(cells),
    severities: bySeverity(cells),
    overdue: late.reduce((total, row) => total + row.overdue, 0),
    waiting: await countWaiting(tx, scope, { book, now, filter: { ...filter, area: code } }),
    children: mine.map((division) => {
      const own = cells.filter((cell) => cell.child === division.code);
      return {
        ...division,
        households: households.get(division.code) ?? 0,
        total: sum(own),
        severities: bySeverity(own),
        overdue: overdueIn.get(division.code) ?? 0,
      };
    }),
    rules: [...book.rules.map((rule) => rule.definition), ...catalogue.areaRules]
      .map(({ id, names, severity }) => {
        const total = sum(cells.filter((cell) => cell.rule === id));
        return { id, names, severity, total };
      })
      .sort((left, right) => right.total - left.total),
    sources,
    asOf: await readAsOf(tx),
  };
}

function widest(scope: Scope): string {
  const sorted = [...scope.areas].sort((left, right) => left.length - right.length);
  const first = sorted[0] ?? '';
  // Several villages of one coordinator, several townships of one body: what they have in common.
  let common = first;
  while (common.length > 2 && !scope.areas.every((area) => area.startsWith(common)))
    common = common.slice(0, common.length > 9 ? 9 : common.length - (common.length > 6 ? 3 : 2));
  return common;
}

function sum(cells: Cell[]): number {
  return cells.reduce((total, cell) => total + cell.total, 0);
}

function bySeverity(cells: Cell[]): Record<Severity, number> {
  return Object.fromEntries(
    SEVERITIES.map((severity) => [severity, sum(cells.filter((cell) => cell.severity === severity))]),
  ) as Record<Severity, number>;
}

async function readAsOf(tx: Executor): Promise<string | null> {
  const [cycle] = await tx.execute<{ at: string }>(
    sql`select to_json(now) #>> '{}' as at from cycles where status = 'done' order by id desc limit 1`,
  );
  return cycle?.at ?? null;
}
