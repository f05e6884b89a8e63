// What all households of one invented province share: seed, months, villages, standards, and the disasters that came over it.
import type { Calendar } from './calendar.ts';
import type { Settlement } from './calibration.ts';
import { type Event, eventsOf } from './events.ts';
import { settle, type Totals, totalsOf, type Village } from './places.ts';
import { dibaoStandard } from './standards.ts';

export interface World {
  seed: number;
  households: number;
  calendar: Calendar;
  /** How many folders are delivered; the first holds all months before the others. */
  deliveries: number;
  villages: readonly Village[];
  totals: Totals;
  /** By township code. */
  events: ReadonlyMap<string, readonly Event[]>;
  /** Codes of a township's villages that have households. */
  villagesOf(township: string): readonly string[];
  standardOf(county: string, settlement: Settlement): Int32Array;
}

export interface WorldInput {
  seed: number;
  households: number;
  calendar: Calendar;
  deliveries: number;
}

/** The world in which every household's life is then a pure function of its index. */
export function makeWorld(input: WorldInput): World {
  const villages = settle(input.households, input.seed);
  const standards = new Map<string, Int32Array>();
  const ofTownship = new Map<string, string[]>();
  for (const { code } of villages) {
    const township = code.slice(0, 9);
    ofTownship.set(township, [...(ofTownship.get(township) ?? []), code]);
  }
  return {
    ...input,
    villages,
    totals: totalsOf(input.households),
    events: eventsOf(input.calendar, villages, input.seed),
    villagesOf: (township) => ofTownship.get(township) ?? [],
    standardOf(county, settlement) {
      const key = `${county}${settlement}`;
      let months = standards.get(key);
      if (!months) {
        months = Int32Array.from(
          input.calendar.written,
          (month) => dibaoStandard(county, settlement, Number(month.slice(0, 4))) * 100,
        );
        standards.set(key, months);
      }
      return months;
    },
  };
}
