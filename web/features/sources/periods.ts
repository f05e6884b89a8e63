// What the table says of a source: its twelve periods, its newest delivery, what it blinds. Pure.

import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { addMonths, dayOf } from '../../../server/kernel/clock.ts';
import type { Names } from '../../../server/kernel/names.ts';
import { formatDay } from '../../ui/format.ts';
import type { Language } from '../../ui/language.tsx';

export const PERIODS = 12;
export type CellKind = 'on-time' | 'late' | 'missing' | 'none' | 'planned';
export interface Cell {
  kind: CellKind;
  daysLate: number;
  period: SourceView['periods'][number] | null;
}

function kindOf(period: SourceView['periods'][number], state: SourceView['state']): CellKind {
  const days = period.daysLate ?? 0;
  if (period.receivedAt !== null) return days > 0 ? 'late' : 'on-time';
  if (state === 'planned') return 'planned';
  return days > 0 ? 'missing' : 'none';
}

/** Always twelve cells, oldest first; before the first period nothing was due. */
export function cellsOf({ periods, state }: Pick<SourceView, 'periods' | 'state'>): Cell[] {
  const known = periods
    .slice(-PERIODS)
    .map((period): Cell => ({ kind: kindOf(period, state), daysLate: period.daysLate ?? 0, period }));
  const before: Cell = { kind: state === 'planned' ? 'planned' : 'none', daysLate: 0, period: null };
  return [...Array.from({ length: PERIODS - known.length }, () => before), ...known];
}

/** The newest period that came in, if any did. */
export function newestOf({ periods }: Pick<SourceView, 'periods'>): SourceView['periods'][number] | undefined {
  const received = periods.filter((period) => period.receivedAt !== null);
  return received[received.length - 1];
}

/** `9月`, `2025年9月`, `2026年春季学期`: a period as people say it. */
export function periodText(period: string, language: Language, now?: Date): string {
  const term = /^(\d{4})-([12])$/.exec(period);
  if (!term) return /^\d{4}-\d{2}/.test(period) ? formatDay(period, language, now) : period;
  const [, year, half] = term;
  if (language === 'zh') return `${year}年${half === '1' ? '春' : '秋'}季学期`;
  return `${half === '1' ? 'spring' : 'autumn'} term ${year}`;
}

/** The periods a person may name for a file, newest first, as the server writes them: two years of months, three of terms. */
export function periodChoices(rhythm: string, now: Date): string[] {
  const today = dayOf(now);
  if (rhythm !== 'term')
    return Array.from({ length: 24 }, (_, index) => addMonths(`${today.slice(0, 7)}-01`, -index).slice(0, 7));
  const year = Number(today.slice(0, 4));
  return [year, year - 1, year - 2].flatMap((one) => [`${one}-2`, `${one}-1`]);
}

/** Up to when the source can be read: a monthly one by whole months, others to the day. */
export function readableUntil({ month, rhythm }: Pick<SourceView, 'month' | 'rhythm'>): string | null {
  return rhythm === 'monthly' ? (month?.slice(0, 7) ?? null) : month;
}

export const SHOWS = ['all', 'late', 'rejected', 'blind', 'planned'] as const;
export type Show = (typeof SHOWS)[number];

export function filterSources(
  sources: readonly SourceView[],
  { department, show }: { department: string; show: Show },
): SourceView[] {
  return sources.filter((source) => {
    if (department && source.department !== department) return false;
    if (show === 'late') return source.isLate;
    if (show === 'rejected') return (newestOf(source)?.rejected ?? 0) > 0;
    if (show === 'blind') return blindedBy(source).length > 0;
    return show === 'all' || source.state === 'planned';
  });
}

/** One value a period, oldest first; null: that period never came. */
export type HealthSeries = (number | null)[];

/** How a source did, period by period: days late (of what came), rows taken, and the share of its rows that was rejected. */
export function healthOf({ periods }: Pick<SourceView, 'periods'>) {
  const came = (of: (period: SourceView['periods'][number]) => number): HealthSeries =>
    periods.map((period) => (period.receivedAt === null ? null : of(period)));
  return {
    periods: periods.map((period) => period.period),
    late: came((period) => period.daysLate ?? 0),
    rows: came((period) => period.good),
    rejected: came(({ good, waiting, rejected }) => rejected / Math.max(1, good + waiting + rejected)),
  };
}

/** A place in two or three characters, as a table's head has room for: 长春市 → 长春, 延边朝鲜族自治州 → 延边. */
export function shortPlace(name: string): string {
  const bare = name.replace(/(朝鲜族|满族|蒙古族|回族)*(自治州|自治县)$/, '');
  return (bare.length > 2 ? bare.replace(/[市县区州]$/, '') : bare).slice(0, 3);
}

/** The rules that cannot be judged because of this source now. */
export function blindedBy(source: Pick<SourceView, 'isBlind' | 'blinds' | 'state'>): Names[] {
  return source.isBlind || source.state === 'planned' ? source.blinds : [];
}

export interface BlindRule {
  names: Names;
  because: SourceView[];
}

/** Each blind rule once, with every source it waits for. */
export function blindRules(sources: readonly SourceView[]): BlindRule[] {
  const rules = new Map<string, BlindRule>();
  for (const source of sources) {
    for (const names of blindedBy(source)) {
      const rule = rules.get(names.zh) ?? { names, because: [] };
      rule.because.push(source);
      rules.set(names.zh, rule);
    }
  }
  return [...rules.values()];
}

/** The figures of the page's first sentence. */
export function countSources(sources: readonly SourceView[]) {
  const connected = sources.filter((source) => source.state === 'connected');
  const late = connected.filter((source) => source.isLate).length;
  return {
    total: sources.length,
    fine: connected.length - late,
    late,
    planned: sources.filter((source) => source.state === 'planned').length,
    suspended: sources.filter((source) => source.state === 'suspended').length,
    blind: blindRules(sources).length,
  };
}
