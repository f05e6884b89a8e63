// What the map page shows of the last weeks. Pure; the browser imports it.
import { z } from 'zod';
import { SEVERITIES } from '../flow/alerts/model.ts';
import { Names } from '../kernel/names.ts';

/** How many weeks a trend goes back, the running one included. */
export const TREND_WEEKS = 12;

export const AlertTrend = z.object({
  total: z
    .number()
    .nullable()
    .describe('open now: the same alerts that the map counts as open; null, with no weeks: some are fewer than five'),
  weeks: z
    .array(
      z.object({
        from: z.string().describe('its Monday, province time'),
        raised: z.record(z.enum(SEVERITIES), z.number()),
        closed: z.number().describe('their task was closed with an outcome'),
        lapsed: z.number().describe('resolved, since the data now says otherwise, or cancelled with its batch'),
        open: z.number().describe("at the week's end; of the running week, now"),
      }),
    )
    .describe('oldest first; the last is the running week'),
});
export type AlertTrend = z.infer<typeof AlertTrend>;

/** How many days the slider of the map goes back, today included. */
export const SLIDER_DAYS = 90;

export const AlertDays = z.object({
  hidesFew: z.boolean().describe('days with one to four are told as null, and so is a second where only one was'),
  total: z.number().nullable().describe('raised in all these days'),
  days: z.array(
    z.object({ day: z.string(), raised: z.number().nullable().describe('null: fewer than five, not told') }),
  ),
});
export type AlertDays = z.infer<typeof AlertDays>;

const Changed = {
  raised: z.number().nullable(),
  closed: z.number().nullable().describe('their task was closed with an outcome'),
  lapsed: z.number().nullable().describe('resolved by data, or cancelled with its batch'),
  escalated: z.number().nullable().describe('a level above was told that they are late; null: not known of a past day'),
};

/** What changed on one day (default: today so far), by place, rule and level; and which red alerts nobody has gone to in time. */
export const AlertChanges = z.object({
  day: z.string(),
  hidesFew: z.boolean(),
  total: z.number().nullable().describe('raised on that day'),
  whole: z.object(Changed),
  areas: z.array(z.object({ code: z.string(), name: z.string(), ...Changed })),
  rules: z.array(z.object({ id: z.string(), names: Names, severity: z.enum(SEVERITIES), ...Changed })),
  levels: z.record(z.enum(SEVERITIES), z.object(Changed)),
  redLate: z
    .object({
      total: z.number().nullable(),
      areas: z.array(z.object({ code: z.string(), name: z.string(), total: z.number().nullable() })),
    })
    .nullable()
    .describe('red, open for more than 24 hours, and nobody was at the door; null: not known of a past day'),
});
export type AlertChanges = z.infer<typeof AlertChanges>;

/** What closed alerts of the last year turned out to be, by child division. */
export const AlertConfirmed = z.object({
  from: z.string().describe('closed on this day or later'),
  total: z.number().nullable().describe('the same as verified'),
  verified: z.number().nullable(),
  confirmed: z.number().nullable(),
  children: z.array(z.object({ code: z.string(), verified: z.number().nullable(), confirmed: z.number().nullable() })),
});
export type AlertConfirmed = z.infer<typeof AlertConfirmed>;
