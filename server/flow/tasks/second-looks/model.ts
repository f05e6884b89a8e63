// What second looks found, as the desk is told of it. Pure.
import { z } from 'zod';
import { TASK_STATES } from '../model.ts';

/** So many that differ are listed. */
export const MOST_LOOKS = 200;

export const SecondLooks = z.object({
  drawn: z.number().describe('by lot; those asked for are not counted here, since they were chosen'),
  done: z.number(),
  agreed: z.number().describe('the outcomes are of one group'),
  items: z
    .array(
      z.object({
        id: z.uuid(),
        looksAtId: z.uuid(),
        state: z.enum(TASK_STATES),
        head: z.string().nullable(),
        place: z.string(),
        first: z.object({ outcomeCode: z.string(), visitor: z.string() }),
        second: z.object({ outcomeCode: z.string(), visitor: z.string() }),
        closedAt: z.string(),
      }),
    )
    .describe(`those that differ, latest first, ${MOST_LOOKS} at most`),
  draws: z.array(
    z.object({
      seed: z
        .string()
        .describe('drawn: sha256(seed, colon, task id), its first 52 bits as a share of 2^52, below the share'),
      share: z.number(),
      fromAt: z.string(),
      untilAt: z.string(),
      population: z.number(),
      picked: z.number(),
    }),
  ),
});
export type SecondLooks = z.infer<typeof SecondLooks>;
