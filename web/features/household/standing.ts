// Where an indicator stands against its thresholds in the newest month that is known. Pure.
import type { Chart } from '../../../server/household/model.ts';

export interface Standing {
  value: number;
  /** Which month it is of. */
  month: number;
  /** All that one rule says of this indicator holds. Its other conditions may not. */
  crossed: boolean;
  side: 'below' | 'above';
  /** How far from the nearest threshold that does not hold; null: there is none. */
  gap: number | null;
}

const HOLDS: Record<Chart['thresholds'][number]['by'], (value: number, line: number) => boolean> = {
  '<': (value, line) => value < line,
  '<=': (value, line) => value <= line,
  '>': (value, line) => value > line,
  '>=': (value, line) => value >= line,
  '==': (value, line) => value === line,
  '!=': (value, line) => value !== line,
};

export function standingOf({ values, thresholds }: Pick<Chart, 'values' | 'thresholds'>): Standing | null {
  const month = values.findLastIndex((value) => value !== null);
  const value = values[month];
  if (value == null) return null;
  const lines = thresholds.flatMap((one) => {
    const line = one.values[month];
    return line == null ? [] : [{ ...one, line, holds: HOLDS[one.by](value, line) }];
  });
  const rules = [...new Set(lines.map((one) => one.ruleId))].map((id) => lines.filter((one) => one.ruleId === id));
  const held = rules.find((own) => {
    const parts = [...new Set(own.map((one) => one.part))];
    return parts.every((part) => own.some((one) => one.part === part && one.holds));
  });
  if (held) {
    const line = held.findLast((one) => one.holds);
    return { value, month, crossed: true, side: line?.by.startsWith('<') ? 'below' : 'above', gap: null };
  }
  const gaps = lines.filter((one) => !one.holds).map(({ line }) => Math.abs(line - value));
  return { value, month, crossed: false, side: 'above', gap: gaps.length > 0 ? Math.min(...gaps) : null };
}
