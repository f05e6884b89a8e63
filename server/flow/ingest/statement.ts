// What a checked row states: its facts, ready to be hung on a person or a household, and the key by which a row told twice is
// known again. Pure.
import { createHash } from 'node:crypto';
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

/** The facts of one row. A month or term becomes its first day, the end of a span of them its last day. */
export function factsOf(contract: Contract, values: Values): StatedFact[] {
  const types = new Map(contract.columns.map((column) => [column.field, column.type]));
  return contract.facts
    .filter((fact) => !fact.when || fact.when.in.includes(String(values[fact.when.field] ?? '')))
    .map((fact) => {
      const on = String(values[fact.on] ?? '');
      const isMonthly = types.get(fact.on) === 'month';
      return {
        kind: fact.kind,
        onDate: types.get(fact.on) === 'term' ? spanOfPeriod(on)!.from : isMonthly ? `${on}-01` : on,
        untilDate: endOf(fact.until ? asText(values[fact.until]) : isMonthly ? on : null, isMonthly),
        amount: fact.amount ? asNumber(values[fact.amount]) : null,
        code: fact.code ? asText(values[fact.code]) : null,
        attributes: attributesOf(fact.attributes, values),
      };
    });
}

/** The row's natural key as a uuid: md5 over dataset and key fields, the person by hash, so that no number can be read back. */
export function naturalKey(contract: Contract, values: Values, idHash: Buffer): string {
  const parts = contract.key.map((field) =>
    field === contract.subject_id ? idHash.toString('hex') : String(values[field] ?? ''),
  );
  const hex = createHash('md5')
    .update([contract.dataset, ...parts].join('\u0001'))
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function endOf(until: string | null, isMonthly: boolean): string | null {
  if (until === null) return null;
  if (until.length === 6) return spanOfPeriod(until)!.until;
  return isMonthly || until.length === 7 ? monthEnd(`${until.slice(0, 7)}-01`) : until;
}

function attributesOf(named: Record<string, string>, values: Values): StatedFact['attributes'] {
  const entries = Object.entries(named).flatMap(([name, field]) => {
    const value = values[field];
    return value === null || value === undefined ? [] : [[name, value] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

function asText(value: string | number | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

function asNumber(value: string | number | null | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
