// The alert map's figures: one filter, one set of rights, counted by child division, severity and rule.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import { countWaiting } from '../flow/alerts/backlog.ts';
import { filterSql, isOfLedger, resolveFilter, type Wanted } from '../flow/alerts/filter.ts';
import { type AlertFilter, type AlertMap, SEVERITIES, type Severity } from '../flow/alerts/model.ts';
import { readBook } from '../flow/rules/book.ts';
import { dayOf } from '../kernel/clock.ts';
import { childLength, findPlace, listDivisions, settle, widest } from './divisions.ts';
import { hideFew, hideFewIn, hideFewParts } from './few.ts';
import { readSources } from './sources.ts';

interface Cell extends Record<string, unknown> {
  child: string;
  rule: string | null;
  severity: Severity;
  total: number;
}

interface MapQuestion {
  filter: AlertFilter;
  catalogue: Catalogue;
  now: Date;
  /** The caller takes no part in the cases: small counts are not theirs to know. */
  hidesFew?: boolean;
}

/** The map of one division (default: the widest of the caller's), with its children's figures. Undefined when it is not theirs. */
export async function readMap(tx: Executor, scope: Scope, question: MapQuestion): Promise<AlertMap | undefined> {
  const { catalogue, now, hidesFew = false } = question;
  const area = await findPlace(tx, scope, question.filter.area ?? widest(scope));
  if (!area) return undefined;
  const { code } = area;
  const filter = await resolveFilter(tx, { ...question.filter, area: code }, catalogue);
  const length = childLength(code);
  const child = sql`left(a.area_code, ${length}::int)`;
  // By counties the ledgers answer, which know nothing finer; their columns are named as the filter names those of the alerts.
  const isByCounty = length === 6 && scope.areas.every((one) => one.length <= 6);
  const wanted = filterSql(scope, filter);
  const found = await tx.execute<Cell>(
    isByCounty && isOfLedger(filter)
      ? sql`select ${child} as child, a.rule_id as rule, a.severity, sum(a.alerts)::int as total
          from alert_figures a where ${wanted} group by 1, 2, 3 having sum(a.alerts) <> 0`
      : sql`select ${child} as child, a.rule_id as rule, a.severity, count(*)::int as total
          from alerts a where ${wanted} group by 1, 2, 3`,
  );
  const overdueIn =
    filter.day && filter.day < dayOf(now) ? null : await readOverdue(tx, { scope, filter, length, now });
  const there = sql`${within(scope, sql`a.county_code`, sql`a.area_code`)} and a.area_code ^@ ${code}`;
  const homes = await tx.execute<{ child: string; households: number }>(
    isByCounty
      ? sql`select ${child} as child, sum(a.households)::int as households from household_figures a where ${there} group by 1`
      : sql`select ${child} as child, count(*)::int as households from households a where ${there} group by 1`,
  );
  const households = new Map(homes.map((home) => [home.child, home.households]));
  const { rows: cells, divisions } = settle(found, await listDivisions(tx, scope, code), area);
  const sources = await readSources(tx, catalogue, now);
  const book = await readBook(tx, catalogue.book);
  const map = {
    area,
    total: sum(cells),
    severities: bySeverity(cells),
    overdue: overdueIn?.reduce((total, row) => total + row.overdue, 0) ?? null,
    late: overdueIn?.reduce((total, row) => total + row.late, 0) ?? null,
    hidesFew,
    waiting: await countWaiting(tx, scope, { book, now, filter }),
    children: divisions.map((division) => {
      const own = cells.filter((cell) => cell.child === division.code);
      const late = overdueIn && settle(overdueIn, divisions, area).rows.filter((row) => row.child === division.code);
      return {
        ...division,
        households: households.get(division.code) ?? 0,
        total: sum(own),
        severities: bySeverity(own),
        overdue: late?.reduce((sum, row) => sum + row.overdue, 0) ?? null,
        late: late?.reduce((sum, row) => sum + row.late, 0) ?? null,
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
  return hidesFew ? withoutFew(map) : map;
}

/** Tasks and alerts past a deadline: several alerts of one household make one visit late. */
async function readOverdue(
  tx: Executor,
  { scope, filter, length, now }: { scope: Scope; filter: Wanted; length: number; now: Date },
) {
  // The ledger of open work knows no days; its alerts do.
  const from = isOfLedger(filter) ? sql`open_work a` : sql`alerts a join open_work w on w.alert_id = a.id`;
  const [due, task] = isOfLedger(filter) ? [sql`a.due_at`, sql`a.task_id`] : [sql`w.due_at`, sql`w.task_id`];
  return await tx.execute<{ child: string; overdue: number; late: number }>(sql`
    select child, count(*)::int as overdue, sum(alerts)::int as late from (
      select left(a.area_code, ${length}::int) as child, ${task} as task, count(*) as alerts
      from ${from} where ${filterSql(scope, filter)} and ${due} < ${now.toISOString()} group by 1, 2) t group by 1`);
}

type Told = { [K in 'total' | 'overdue' | 'late']: number | null };

function withoutFew(map: AlertMap & { total: number }): AlertMap {
  const fields = ['total', 'overdue', 'late'] as const;
  const hidden = fields.reduce((rows, field) => hideFewIn(rows, field), map.children);
  const levels = hideFewParts(map.children.map((child) => child.severities as Record<Severity, number>));
  const children = hidden.map((child, index) => ({ ...child, severities: levels[index]! }));
  const own: Told = { total: map.total, overdue: map.overdue, late: map.late };
  for (const field of fields) own[field] = own[field] === null ? null : hideFew([own[field]])[0]!;
  const [severities] = hideFewParts([map.severities as Record<Severity, number>]);
  return { ...map, ...own, severities: severities!, children, rules: hideFewIn(map.rules, 'total') };
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
