// The handful of indicators that no kind, filter and window describes: SQL with a name. YAML says `named: <name>`.
import type { Ages } from './definition.ts';
import { type AsOf, addDays, dateSql, monthNumberSql } from './windows.ts';

/** Counts of household members: a condition on `m`, a row of current_members. */
export const MEMBER_COUNTS: Readonly<Record<string, (day: AsOf) => string>> = {
  living: () => 'm.is_living',

  // Born later than the day 18 years ago: under 18. On 28 February somebody born on 29 February is still 17.
  dependants: ({ asOf }) => `m.is_living and (${bornAfter(18, dateSql(asOf))} or ${bornBy(60, dateSql(asOf))})`,

  'breadwinner-deaths-90-days': ({ asOf }) =>
    `m.died_on between ${dateSql(addDays(asOf, -89))} and ${dateSql(asOf)} and ${bornBy(18, 'm.died_on')} and ${bornAfter(60, 'm.died_on')}`,
};

/** The birthdays on which somebody begins or ceases to be counted by such a count. */
export const MEMBER_AGES: Readonly<Record<string, readonly number[]>> = { dependants: [18, 60] };

/** What is added up in the place of a fact's amount: `f` is the fact, `m` its person, `to` the last day of the window. */
export const MEASURES: Readonly<Record<string, (to: string) => { value: string; condition: string }>> = {
  // A benefit's months lie between its start and its end (open: still paid), of which those after the month of death count.
  'months-after-death': (to) => {
    const last = `least(coalesce(f.until_date, ${dateSql(to)}), ${dateSql(to)})`;
    const first = `greatest(${monthNumberSql('f.on_date')}, ${monthNumberSql('m.died_on')} + 1)`;
    return { value: `greatest(0::float8, ${monthNumberSql(last)} - ${first} + 1)`, condition: 'm.died_on is not null' };
  },
};

/** A part of a `from: row` indicator: its value, and whether its source has named one of the people (null: it need not). */
export interface Part {
  readonly value: string;
  readonly named: string | null;
}

/** Indicators computed from others of the same household; unknown where a part they need is. */
export const FORMULAS: Readonly<Record<string, (parts: readonly Part[]) => string>> = {
  // A source that never named anybody adds nothing; one that has but is too late makes the whole unknown.
  'sum-of-known': (parts) => {
    const late = parts.map((part) => `(${part.named ?? 'true'} and ${part.value} is null)`).join(' or ');
    const known = parts.map((part) => part.named ?? 'true').join(' or ');
    const sum = parts.map((part) => `coalesce(${part.value}, 0)`).join(' + ');
    return `case when ${late} then null when ${known} then ${sum} end`;
  },

  // The first is one, and the second, which is among it, too: the only member is an elder.
  'one-and-only': ([all, some]) =>
    `case when ${all?.value} = 1 and ${some?.value} = 1 then 1::float8 else 0::float8 end`,

  // Three months' income, the living members: nobody left to share it, no income per head.
  'per-head-month': ([income, living]) => `${income?.value} / 3::float8 / nullif(${living?.value}, 0)`,

  ratio: ([part, whole]) => `${part?.value} / nullif(${whole?.value}, 0)`,

  // One source that says yes is enough; "no" needs all of them.
  'any-of': (parts) =>
    `case when ${parts.map((part) => `${part.value} > 0`).join(' or ')} then 1::float8 when ${parts
      .map((part) => `${part.value} is not null`)
      .join(' and ')} then 0::float8 end`,
};

/** The condition that `m` is of these ages on the as-of day. */
export function agesSql({ from, to }: Ages, { asOf }: AsOf): string {
  const oldest = to === undefined ? [] : [bornAfter(to + 1, dateSql(asOf))];
  return [bornBy(from, dateSql(asOf)), ...oldest].join(' and ');
}

function bornAfter(years: number, day: string): string {
  return `m.born_on > (${day} - interval '${years} years')::date`;
}

function bornBy(years: number, day: string): string {
  return `m.born_on <= (${day} - interval '${years} years')::date`;
}
