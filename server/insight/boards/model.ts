// The boards: what became of the alerts raised in a period, how long it took, who carries how much, county beside county. Pure.
import { z } from 'zod';
import { AlertFilter, SEVERITIES } from '../../flow/alerts/model.ts';
import { addDays } from '../../kernel/clock.ts';

export const BOARDS = ['funnel', 'time', 'workload', 'counties'] as const;
export type Board = (typeof BOARDS)[number];

/** 半年一调度 (`2026H2`) and 全年一考核 (`2026`). */
export const Period = z.string().regex(/^20\d{2}(H[12])?$/);

/** Fewer verified or decided cases than this are drawn hollow: their share says little. */
export const FEW_DECIDED = 30;

/** The filter of the map without its state and days, and the period in which the alerts were raised. */
export const BoardFilter = AlertFilter.pick({
  ...{ area: true, severity: true, class: true, rule: true, cause: true, source: true },
}).extend({ period: Period.optional().describe('default: the running half-year') });
export type BoardFilter = z.infer<typeof BoardFilter>;

/** First and last day of a period. */
export function daysOf(period: string): { from: string; until: string } {
  const year = period.slice(0, 4);
  if (period.endsWith('H1')) return { from: `${year}-01-01`, until: `${year}-06-30` };
  if (period.endsWith('H2')) return { from: `${year}-07-01`, until: `${year}-12-31` };
  return { from: `${year}-01-01`, until: `${year}-12-31` };
}

/** The half-year of a day. */
export function halfOf(day: string): string {
  return `${day.slice(0, 4)}H${day.slice(5, 7) < '07' ? 1 : 2}`;
}

/** The periods on offer on a day, newest first: the running half-year, its year, and two years back. */
export function periodsAt(day: string): string[] {
  const year = Number(day.slice(0, 4));
  const halves = [year, year - 1].flatMap((one) => [`${one}H2`, `${one}H1`, `${one}`]);
  return halves.filter((one) => daysOf(one).from <= day);
}

/** The days of a period that have come: a running one ends today. */
export function daysSoFar(period: string, today: string): { from: string; until: string; days: number } {
  const { from, until } = daysOf(period);
  const last = until < today ? until : today;
  let days = 0;
  for (let day = from; day <= last; day = addDays(day, 1)) days += 1;
  return { from, until: last, days };
}

/** Counts of alerts raised in the period; each is part of the one before it, `lapsed` of `found`. */
export const Stages = z.object({
  found: z.number().describe('raised in the period'),
  lapsed: z.number().describe('of these: resolved by data or cancelled with its batch before anybody went'),
  dispatched: z.number().describe('its task was given to a township or a coordinator, or somebody was there'),
  visited: z.number().describe('somebody was at the door'),
  confirmed: z.number().describe('and its task was closed with an outcome that says the warning was right'),
  helped: z.number().describe('and that outcome is a help: outcomes A1 to A12 (taken in, aid given, referred)'),
  verified: z.number().describe('closed, and right or wrong: what the confirmation rate is a share of'),
  decided: z.number().describe('visited, or not visited and past the deadline of the visit'),
  inTime: z.number().describe('visited by the deadline of the visit'),
  overdue: z.number().describe('still open now, its task past a deadline'),
});
export type Stages = z.infer<typeof Stages>;

const Place = z.object({ code: z.string(), name: z.string(), level: z.string() });
const asked = {
  area: Place,
  period: z.string(),
  from: z.string(),
  until: z.string().describe('the last day that has come'),
};

const total = z.number().describe('alerts raised in the period');

export const FunnelBoard = z.object({ ...asked, total, whole: Stages, rows: z.array(Place.extend(Stages.shape)) });
export type FunnelBoard = z.infer<typeof FunnelBoard>;

/** How many bins a strip has; the last holds whatever took twice the time allowed, or longer. */
export const TIME_BINS = 20;

export const TimeRow = z.object({
  severity: z.enum(SEVERITIES),
  alerts: z.number().describe('raised in the period'),
  visited: z.number(),
  median: z.number().nullable().describe('hours from the alert to the door'),
  ninth: z.number().nullable().describe('hours within which nine of ten were visited'),
  decided: z.number(),
  inTime: z.number(),
  waitingLate: z.number().describe('nobody was there, and the deadline has passed'),
  bins: z.array(z.number()).describe('visits by tenths of the time allowed, which is at the end of the tenth bin'),
});
export type TimeRow = z.infer<typeof TimeRow>;

export const TimeBoard = z.object({ ...asked, total, rows: z.array(TimeRow) });
export type TimeBoard = z.infer<typeof TimeBoard>;

const Load = {
  inHand: z.number().describe('given to them and not yet visited'),
  dueSoon: z.number().describe('of these, to be visited within 48 hours'),
  overdue: z.number().describe('of these, past the deadline of the visit'),
  toConfirm: z.number().describe('visited, waiting for the township'),
  capacity: z.number().describe('households in hand at once'),
};

export const WorkloadBoard = z.object({
  total: z.number().describe('households in hand'),
  area: Place,
  at: z.string(),
  whole: z.object({ coordinators: z.number(), full: z.number(), ...Load }),
  rows: z
    .array(Place.extend({ coordinators: z.number(), full: z.number().describe('at or over capacity'), ...Load }))
    .describe('by child division; somebody with villages in several is counted in each'),
  people: z
    .array(
      z.object({
        id: z.uuid(),
        name: z.string().nullable().describe('null: not told to this role'),
        place: z.string(),
        villages: z.number(),
        isAway: z.boolean(),
        ...Load,
      }),
    )
    .describe('of a county or below, the most burdened first, at most 300'),
});
export type WorkloadBoard = z.infer<typeof WorkloadBoard>;

export const CountyRow = Place.extend({ households: z.number(), ...Stages.shape });
export type CountyRow = z.infer<typeof CountyRow>;

export const CountiesBoard = z.object({
  ...asked,
  total,
  whole: z.object({ households: z.number(), ...Stages.shape }).describe('of all these together: the mark'),
  rows: z.array(CountyRow),
});
export type CountiesBoard = z.infer<typeof CountiesBoard>;
