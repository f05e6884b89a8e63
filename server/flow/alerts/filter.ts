// The one condition that map, list, figures, boards and exports share.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import { type Scope, within } from '../../access/scope.ts';
import { addDays, instantAt } from '../../kernel/clock.ts';
import { kindsOf } from '../indicators/definition.ts';
import type { Contract } from '../ingest/contract.ts';
import { readBook } from '../rules/book.ts';
import type { RuleBook } from '../rules/load.ts';
import type { AlertFilter } from './model.ts';

/** A filter whose source is told in rules: only such a one can be asked, so that nobody asks without having looked. */
export type Wanted = Omit<AlertFilter, 'source'> & { source?: never; sourceRules?: readonly string[] };

/** The rules that read what a dataset states, by the ids of the book. */
export function rulesOn(book: RuleBook, contract: Pick<Contract, 'facts'> | undefined): string[] {
  const kinds = new Set(contract?.facts.map((fact) => fact.kind));
  const indicators = book.catalogue.indicators;
  const rests = (name: string) => indicators.has(name) && kindsOf(indicators, name).some((kind) => kinds.has(kind));
  return book.rules.filter((rule) => rule.names.some(rests)).map((rule) => rule.id);
}

/** Turns a filter's source into the rules in force that rest on it; a dataset nobody knows has none, so nothing is found. */
export async function resolveFilter(
  tx: Executor,
  { source, ...filter }: AlertFilter,
  policy: { book: RuleBook; contracts: readonly Contract[] },
): Promise<Wanted> {
  if (!source) return filter;
  const book = await readBook(tx, policy.book);
  const sourceRules = rulesOn(
    book,
    policy.contracts.find((one) => one.dataset === source),
  );
  return { ...filter, sourceRules };
}

const STATES: Record<AlertFilter['state'], SQL> = {
  open: sql`a.state = 'open'`,
  ended: sql`a.state <> 'open'`,
  closed: sql`a.state = 'closed'`,
  lapsed: sql`a.state in ('resolved', 'cancelled')`,
  all: sql`true`,
};

/** SQL: the condition itself, on `a` (alerts, or a ledger of them where `isOfLedger` says that it can answer). */
export function filterSql(scope: Scope, filter: Wanted): SQL {
  const parts = [within(scope, sql`a.county_code`, sql`a.area_code`)];
  parts.push(filter.subject === 'source' ? sql`a.subject_kind = 'source'` : sql`a.subject_kind <> 'source'`);
  const { area } = filter;
  // A place that holds all of the scope narrows nothing; asked all the same, PostgreSQL would expect one row in a hundred to be there.
  if (area && !scope.areas.every((own) => own.startsWith(area))) parts.push(sql`a.area_code ^@ ${area}`);
  if (filter.day) {
    const end = startOf(addDays(filter.day, 1));
    parts.push(sql`a.raised_at < ${end} and (a.state = 'open' or a.ended_at >= ${end})`);
  } else {
    parts.push(STATES[filter.state]);
  }
  if (filter.severity.length > 0) parts.push(sql`a.severity = any(${sql.param(filter.severity)}::text[])`);
  if (filter.class.length > 0) parts.push(sql`a.class = any(${sql.param(filter.class)}::text[])`);
  if (filter.rule) parts.push(sql`a.rule_id = ${filter.rule}`);
  if (filter.cause) parts.push(sql`a.cause = ${filter.cause}`);
  if (filter.sourceRules) parts.push(sql`a.rule_id = any(${sql.param([...filter.sourceRules])}::text[])`);
  if (filter.from) parts.push(sql`a.raised_at >= ${startOf(filter.from)}`);
  if (filter.until) parts.push(sql`a.raised_at < ${startOf(addDays(filter.until, 1))}`);
  if (filter.endedFrom) parts.push(sql`a.ended_at >= ${startOf(filter.endedFrom)}`);
  if (filter.endedUntil) parts.push(sql`a.ended_at < ${startOf(addDays(filter.endedUntil, 1))}`);
  return sql.join(parts, sql` and `);
}

/** True where a ledger of alerts can answer: it knows their kinds and states, and not their days. */
export function isOfLedger(filter: Wanted): boolean {
  return !(filter.day || filter.from || filter.until || filter.endedFrom || filter.endedUntil);
}

function startOf(day: string): SQL {
  return sql`${instantAt(day).toISOString()}::timestamptz`;
}
