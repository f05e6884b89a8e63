// What a checked row states: its facts, ready to be hung on a person or a household, and the key by which a row told twice is
// known again. Pure.
import { hash } from 'node:crypto';
import { monthEnd } from '../../kernel/clock.ts';
import type { Contract } from './contract.ts';
import { spanOfPeriod } from './term.ts';

export type Values = Record<string, string | number | null>;

export interface StatedFact {
  kind: string;
  onDate: string;
  untilDate: string | null;
  /** fen */
  amount: number | null;
  code: string | null;
  attributes: Record<string, string | number> | null;
}

/**
 * The reader of a contract's facts: values of one row in, facts out. A month or term becomes its first day, the end of a span of
 * them its last day.
 */
export function readFacts(contract: Contract): (values: Values) => StatedFact[] {
  const types = new Map(contract.columns.map((column) => [column.field, column.type]));
  const named = contract.facts.map((fact) => ({
    ...fact,
    isMonthly: types.get(fact.on) === 'month',
    isTerm: types.get(fact.on) === 'term',
    attributes: Object.entries(fact.attributes),
  }));
  return (values) => {
    const facts: StatedFact[] = [];
    for (const fact of named) {
      if (fact.when && !fact.when.in.includes(String(values[fact.when.field] ?? ''))) continue;
      const on = String(values[fact.on] ?? '');
      facts.push({
        kind: fact.kind,
        onDate: fact.isTerm ? spanOfPeriod(on)!.from : fact.isMonthly ? `${on}-01` : on,
        untilDate: endOf(fact.until ? asText(values[fact.until]) : fact.isMonthly ? on : null, fact.isMonthly),
        amount: fact.amount ? asNumber(values[fact.amount]) : null,
        code: fact.code ? asText(values[fact.code]) : null,
        attributes: attributesOf(fact.attributes, values),
      });
    }
    return facts;
  };
}

/** The row's natural key as a uuid: md5 over dataset and key fields, the person by hash (hex), so that no number can be read back. */
export function naturalKey(contract: Contract, values: Values, idHash: string): string {
  let text: string = contract.dataset;
  for (const field of contract.key)
    text += `\u0001${field === contract.subject_id ? idHash : String(values[field] ?? '')}`;
  const hex = hash('md5', text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function endOf(until: string | null, isMonthly: boolean): string | null {
  if (until === null) return null;
  if (until.length === 6) return spanOfPeriod(until)!.until;
  return isMonthly || until.length === 7 ? endOfMonth(until.slice(0, 7)) : until;
}

/** A file names a handful of months a million times; asking the calendar each time took an eighth of the whole door's time. */
const monthEnds = new Map<string, string>();
function endOfMonth(month: string): string {
  let end = monthEnds.get(month);
  if (end === undefined) {
    if (monthEnds.size >= 1000) monthEnds.clear();
    end = monthEnd(`${month}-01`);
    monthEnds.set(month, end);
  }
  return end;
}

function attributesOf(named: [name: string, field: string][], values: Values): StatedFact['attributes'] {
  let attributes: StatedFact['attributes'] = null;
  for (const [name, field] of named) {
    const value = values[field];
    if (value === null || value === undefined) continue;
    attributes ??= {};
    attributes[name] = value;
  }
  return attributes;
}

function asText(value: string | number | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

function asNumber(value: string | number | null | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
