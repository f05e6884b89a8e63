// Turns a window into dates, and dates into SQL conditions on a fact. Every date is worked out here, so the SQL has only
// constants: better row estimates than parameters, and no now() anywhere.
import type { Window } from './definition.ts';

/** The day the indicators speak of, and what was known of the monthly sources on it. */
export interface AsOf {
  /** YYYY-MM-DD */
  readonly asOf: string;
  /** The data month of each monthly source as YYYY-MM-01 (of a source by term, its newest term's first day); null or absent: too old, hence unknown. */
  readonly dataMonths: Readonly<Record<string, string | null>>;
  /** Months (YYYY-MM-01) a source has skipped before its data month: a window that touches one is unknown, never zero. */
  readonly gaps?: Readonly<Record<string, readonly string[]>>;
  /** For a back-test: the facts as they were known at this instant (ISO 8601). Absent: as they are in force. */
  readonly knownAt?: string;
}

/** Inclusive dates; `touches` asks for facts whose own span overlaps it, otherwise their on_date lies in it. */
export interface Span {
  readonly from?: string;
  readonly to: string;
  readonly touches?: boolean;
}

/** A source has named somebody when it has a line about them in these many months up to its data month. */
export const NAMED_WITHIN_MONTHS = 24;

const TERM_MONTHS = 6;

/** The dates of a window; undefined when its source's data month is unknown or the window has a gap. */
export function spanOf(window: Window, day: AsOf): Span | undefined {
  switch (window.type) {
    case 'days':
      return { from: addDays(day.asOf, 1 - window.count), to: day.asOf };
    case 'year-to-date':
      return { from: `${day.asOf.slice(0, 4)}-01-01`, to: day.asOf };
    case 'as-of':
      return { from: day.asOf, to: day.asOf, touches: true };
    case 'months': {
      const last = dataMonthOf(window.source, day);
      if (!last) return undefined;
      const from = addMonths(last, 1 - window.count - window.skip);
      const to = monthEnd(addMonths(last, -window.skip));
      const gap = day.gaps?.[window.source]?.some((month) => month >= from && month <= to);
      return gap ? undefined : { from, to };
    }
    case 'term': {
      const newest = dataMonthOf(window.source, day);
      if (!newest) return undefined;
      const from = addMonths(newest, -TERM_MONTHS * window.skip);
      return day.gaps?.[window.source]?.includes(from)
        ? undefined
        : { from, to: addDays(addMonths(from, TERM_MONTHS), -1) };
    }
    case 'data-month': {
      const month = dataMonthOf(window.source, day);
      return month ? { from: month, to: monthEnd(month), touches: true } : undefined;
    }
    case 'up-to-data-month': {
      const month = dataMonthOf(window.source, day);
      return month ? { to: monthEnd(month) } : undefined;
    }
  }
}

/** The months in which a line makes a source one that has named somebody; up to the as-of day when it is too old. */
export function namedSpan(source: string, day: AsOf): Span {
  const month = dataMonthOf(source, day);
  if (month) return { from: addMonths(month, 1 - NAMED_WITHIN_MONTHS), to: monthEnd(month) };
  return { from: addMonths(`${day.asOf.slice(0, 7)}-01`, -NAMED_WITHIN_MONTHS), to: day.asOf };
}

export function dataMonthOf(source: string, day: AsOf): string | null {
  return day.dataMonths[source] ?? null;
}

/** The condition that a fact lies in the span; empty when the span has no end on either side. */
export function inSpan(span: Partial<Span>, fact: string): string {
  const conditions = span.to ? [`${fact}.on_date <= ${dateSql(span.to)}`] : [];
  if (span.from && span.touches) {
    conditions.push(`(${fact}.until_date is null or ${fact}.until_date >= ${dateSql(span.from)})`);
  } else if (span.from) {
    conditions.push(`${fact}.on_date >= ${dateSql(span.from)}`);
  }
  return conditions.join(' and ');
}

/** The condition that a fact was in force: now, or at the instant a back-test asks for. */
export function inForce(day: AsOf, fact: string): string {
  if (!day.knownAt) return `${fact}.retracted_at is null`;
  const instant = `timestamptz ${textSql(new Date(day.knownAt).toISOString())}`;
  return `${fact}.recorded_at <= ${instant} and (${fact}.retracted_at is null or ${fact}.retracted_at > ${instant})`;
}

export function addMonths(month: string, count: number): string {
  const date = utc(month);
  date.setUTCMonth(date.getUTCMonth() + count);
  return date.toISOString().slice(0, 10);
}

export function addDays(day: string, count: number): string {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

export function monthEnd(month: string): string {
  return addDays(addMonths(month, 1), -1);
}

export function dateSql(day: string): string {
  utc(day);
  return `date '${day}'`;
}

export function textSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Months since year 0 of a date expression, as float8: the difference of two is a number of months. */
export function monthNumberSql(date: string): string {
  return `(extract(year from ${date}) * 12 + extract(month from ${date}))::float8`;
}

// Strict, since dates are written into SQL: 2026-02-30 and anything but a date is refused.
function utc(day: string): Date {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) throw new Error(`not a date: ${day}`);
  return date;
}
