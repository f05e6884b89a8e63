// What a step of the flow is handed, and what a step is. `now` is passed; no SQL of the flow asks for the time.
import type { Transaction } from '../../db/client.ts';

export interface Turn {
  tx: Transaction;
  now: Date;
  /** The province's calendar day of `now`. */
  asOf: string;
  /** Everything, or only the queued households that this turn (its cycle's id) has taken on. */
  touchedBy: number | 'everything';
  /** The steps share one session, so what one has prepared of the households and their people serves the next (indicators/scope.ts). */
  keepsScope?: boolean;
  /** Data month and gaps of each monthly source, read once a turn. */
  dataMonths: Record<string, string | null>;
  gaps: Record<string, string[]>;
  /** Outcome codes that say the warning was right (true), was not (false), or could not be told (null). */
  confirms: Map<string, boolean | null>;
  /** Where something happened, for the live pages: action and area. */
  hint(action: string, areaCode: string): void;
}

/**
 * Does a stage's share of a turn; returns how many rows it changed. Run twice with the same `now`, the second changes none.
 * `Policy` is what the stage reads of the shipped policy: each stage names its own need, since this file stands below them all.
 */
export type Step<Policy = object> = (turn: Turn & Policy) => Promise<number>;
