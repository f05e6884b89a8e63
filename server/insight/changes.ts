// What changed on a day: what came, what ended, what was told to a level above; and which red alerts nobody has gone to in time.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Scope } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import { filterSql, resolveFilter, type Wanted } from '../flow/alerts/filter.ts';
import { type AlertFilter, SEVERITIES, type Severity } from '../flow/alerts/model.ts';
import { readBook } from '../flow/rules/book.ts';
import { dayOf, instantAt } from '../kernel/clock.ts';
import { childLength, findPlace, listDivisions, settle, widest } from './divisions.ts';
import { hideFew, hideFewIn } from './few.ts';
import type { AlertChanges } from './model.ts';

const WHAT = ['raised', 'closed', 'lapsed', 'escalated'] as const;
type What = (typeof WHAT)[number];
type Figures = Record<What, number | null>;

interface Cell extends Record<string, unknown> {
  what: What;
  child: string;
  rule: string | null;
  severity: Severity;
  total: number;
}

interface Question {
  filter: AlertFilter;
  catalogue: Catalogue;
  now: Date;
  hidesFew?: boolean;
}

/** A red alert must be answered at the door within a day, by the clock (rules/sla.yaml). */
const RED_HOURS = 24;

/**
 * The changes of `filter.day`, by default of today so far: its state does not narrow them. Who was told of lateness is kept for the last
 * time only, so of a past day nobody knows it any more.
 */
export async function readChanges(tx: Executor, scope: Scope, question: Question): Promise<AlertChanges | undefined> {
  const { catalogue, now, hidesFew = false } = question;
  const area = await findPlace(tx, scope, question.filter.area ?? widest(scope));
  if (!area) return undefined;
  const day = question.filter.day ?? dayOf(now);
  const isToday = day === dayOf(now);
  const { day: _, ...filter } = await resolveFilter(tx, { ...question.filter, area: area.code }, catalogue);
  const child = sql`left(a.area_code, ${childLength(area.code)}::int)`;
  const severity = filter.severity.length > 0 ? filter.severity : [...SEVERITIES];
  const of = (dates: Partial<Wanted>) => filterSql(scope, { ...filter, severity, state: 'all', ...dates });
  const ended = of({ endedFrom: day, endedUntil: day });
  const escalated = sql`union all select 'escalated', ${child}, a.rule_id, a.severity, count(*)::int
    from open_work a join tasks t on t.id = a.task_id
    where ${filterSql(scope, { ...withoutDays(filter), state: 'open' })} and a.due_at < ${now.toISOString()}
      and t.escalated_at >= ${instantAt(day).toISOString()} group by 2, 3, 4`;
  const found = await tx.execute<Cell>(sql`
    select 'raised' as what, ${child} as child, a.rule_id as rule, a.severity, count(*)::int as total
    from alerts a where ${of({ from: day, until: day })} group by 2, 3, 4
    union all select case when a.state = 'closed' then 'closed' else 'lapsed' end, ${child}, a.rule_id, a.severity, count(*)::int
    from alerts a where ${ended} group by 1, 2, 3, 4 ${isToday ? escalated : sql``}`);
  const { rows: cells, divisions } = settle(found, await listDivisions(tx, scope, area.code), area);
  const late = isToday ? await readRedLate(tx, { scope, filter, child, now }) : null;
  const book = await readBook(tx, catalogue.book);
  const figures = (isMeant: (cell: Cell) => boolean): Figures =>
    Object.fromEntries(
      WHAT.map((what) => {
        const own = cells.filter((cell) => cell.what === what && isMeant(cell));
        return [what, what === 'escalated' && !isToday ? null : own.reduce((sum, cell) => sum + cell.total, 0)];
      }),
    ) as Figures;
  const nameOf = (code: string) => divisions.find((one) => one.code === code)?.name ?? area.name;
  const codes = [...new Set(cells.map((cell) => cell.child))].sort();
  const rules = [...book.rules.map((rule) => rule.definition), ...catalogue.areaRules];
  const known = rules.filter(({ id }) => cells.some((cell) => cell.rule === id));
  const told = <T extends Figures>(rows: T[]): T[] =>
    hidesFew ? WHAT.reduce((left, what) => hideFewIn(left, what), rows) : rows;
  const bare = <T extends { total: number | null }>(rows: T[]): T[] => (hidesFew ? hideFewIn(rows, 'total') : rows);
  const levels = told(SEVERITIES.map((level) => figures((cell) => cell.severity === level)));
  const whole = told([figures(() => true)])[0]!;
  const lateSum = late?.reduce((sum, row) => sum + row.total, 0) ?? 0;
  return {
    day,
    hidesFew,
    total: whole.raised,
    whole,
    areas: told(codes.map((code) => ({ code, name: nameOf(code), ...figures((cell) => cell.child === code) }))),
    rules: told(
      known.map(({ id, names, severity }) => ({ id, names, severity, ...figures((one) => one.rule === id) })),
    ),
    levels: Object.fromEntries(SEVERITIES.map((level, index) => [level, levels[index]!])) as AlertChanges['levels'],
    redLate: late && {
      total: hidesFew ? hideFew([lateSum])[0]! : lateSum,
      areas: bare(late.map(({ child: code, total }) => ({ code, name: nameOf(code), total }))),
    },
  };
}

function withoutDays({ from: _, until: __, endedFrom: ___, endedUntil: ____, ...filter }: Wanted): Wanted {
  return filter;
}

/** Open red alerts of more than a day, to whose household nobody has been; a clock that stands still does not count. Most first. */
async function readRedLate(
  tx: Executor,
  { scope, filter, child, now }: { scope: Scope; filter: Wanted; child: SQL; now: Date },
): Promise<{ child: string; total: number }[]> {
  if (filter.severity.length > 0 && !filter.severity.includes('red')) return [];
  const before = new Date(now.getTime() - RED_HOURS * 3600_000).toISOString();
  return await tx.execute<{ child: string; total: number }>(sql`
    select ${child} as child, count(*)::int as total from alerts a
    left join task_alerts ta on ta.alert_id = a.id left join tasks t on t.id = ta.task_id
    where ${filterSql(scope, { ...filter, state: 'open', severity: ['red'] })} and a.raised_at < ${before}
      and t.suspended_at is null and not exists (select 1 from visits v where v.task_id = t.id)
    group by 1 order by 2 desc, 1`);
}
