// What is unusual about a source's newest delivery, beside its own history: rows, empty columns, match rate, amounts. Pure.
// Medians, since one bad month must not make the next one look right.
import type { Contract } from './contract.ts';
import type { SourceView } from './model.ts';

/** What it is compared with: at most so many deliveries, and nothing is said of fewer. */
const MOST = 6;
const FEWEST = 3;
/** Rows: half or twice as many. Amounts: a third less or half more, which a wrong unit always is and a good year never. */
const ROWS_FACTOR = 2;
const AMOUNT_FACTOR = 1.5;
/** Shares: this much apart. */
const EMPTY_MORE = 0.2;
const MATCH_LESS = 0.1;

export interface Delivery {
  id: number;
  until: string | null;
  good: number;
  waiting: number;
  rejected: number;
  emptyShares: Record<string, number> | null;
  /** Of its amounts, in fen. */
  median?: number | null;
}

/** What is unusual about the last of these deliveries, which come oldest first. Of one period only the last counts. */
export function unusual(contract: Contract, deliveries: readonly Delivery[]): SourceView['health'] {
  const last = deliveries.at(-1);
  if (!last) return [];
  const byPeriod = new Map(
    deliveries.filter((one) => one.until !== last.until).map((one) => [one.until ?? one.id, one]),
  );
  const before = [...byPeriod.values()].slice(-MOST);
  if (before.length < FEWEST) return [];
  return [
    ...(contract.rhythm.every === 'event' ? [] : unusualRows(last, before)),
    ...emptied(contract, last, before),
    ...unmatched(last, before),
    ...drifted(last, before),
  ];
}

const rowsOf = (one: Delivery) => one.good + one.waiting + one.rejected;

function unusualRows(last: Delivery, before: readonly Delivery[]): SourceView['health'] {
  const [rows, usual] = [rowsOf(last), median(before.map(rowsOf))!];
  if (rows <= usual * ROWS_FACTOR && rows >= usual / ROWS_FACTOR) return [];
  return [{ kind: 'rows', names: { zh: `${rows}行，往常约${usual}行`, en: `${rows} rows, usually about ${usual}` } }];
}

function emptied(contract: Contract, last: Delivery, before: readonly Delivery[]): SourceView['health'] {
  return contract.columns.flatMap(({ field, name }) => {
    const share = last.emptyShares?.[field] ?? 0;
    const known = before.flatMap((one) => (one.emptyShares ? [one.emptyShares[field] ?? 0] : []));
    const usual = median(known);
    if (!last.emptyShares || known.length < FEWEST || share - usual! <= EMPTY_MORE) return [];
    const [now, then] = [percent(share), percent(usual!)];
    return [
      {
        kind: 'empty' as const,
        names: { zh: `“${name}”有${now}为空，往常${then}`, en: `${now} of "${name}" is empty, usually ${then}` },
      },
    ];
  });
}

function unmatched(last: Delivery, before: readonly Delivery[]): SourceView['health'] {
  const rate = matchRate(last);
  const usual = median(before.flatMap((one) => matchRate(one) ?? []));
  if (rate === undefined || usual === undefined || usual - rate <= MATCH_LESS) return [];
  const [now, then] = [percent(rate), percent(usual)];
  return [
    {
      kind: 'match',
      names: { zh: `认出${now}的人，往常${then}`, en: `${now} of the persons are known, usually ${then}` },
    },
  ];
}

function drifted(last: Delivery, before: readonly Delivery[]): SourceView['health'] {
  const known = before.flatMap((one) => one.median ?? []);
  const usual = median(known);
  if (typeof last.median !== 'number' || usual === undefined || known.length < FEWEST || usual <= 0) return [];
  const ratio = last.median / usual;
  if (ratio <= AMOUNT_FACTOR && ratio >= 1 / AMOUNT_FACTOR) return [];
  const [now, then] = [yuan(last.median), yuan(usual)];
  return [
    {
      kind: 'drift',
      names: {
        zh: `金额的中位数${now}元，往常${then}元，请核对单位`,
        en: `Half the amounts are below ${now} yuan, usually ${then}: check the unit`,
      },
    },
  ];
}

function matchRate({ good, waiting }: Delivery): number | undefined {
  return good + waiting > 0 ? good / (good + waiting) : undefined;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  if (sorted.length === 0) return undefined;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

const percent = (share: number) => `${Math.round(share * 100)}%`;
const yuan = (fen: number) => (fen / 100).toFixed(2);
