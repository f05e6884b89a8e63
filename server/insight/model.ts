// What the map page shows of the last weeks. Pure; the browser imports it.
import { z } from 'zod';
import { SEVERITIES } from '../flow/alerts/model.ts';

/** How many weeks a trend goes back, the running one included. */
export const TREND_WEEKS = 12;

export const AlertTrend = z.object({
  total: z.number().describe('open now: the same alerts that the map counts as open'),
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
