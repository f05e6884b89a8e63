// Visits that read as if they had been copied, in groups as the desk is told of them. Pure.
import { z } from 'zod';
import { TASK_KINDS, TASK_STATES } from '../model.ts';

/** What visits share that should differ: one visitor's words, or answers; a spot in two villages; a photo of two households. */
export const ALIKE_KINDS = ['note', 'answers', 'place', 'photo'] as const;
export type AlikeKind = (typeof ALIKE_KINDS)[number];

export const AlikeVisit = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  head: z.string().nullable(),
  household: z.string().nullable().describe('its number, else its id'),
  place: z.string(),
  township: z.string(),
  visitor: z.string(),
  visitorId: z.uuid(),
  visitedAt: z.string(),
  outcomeCode: z.string(),
  photoId: z.uuid().nullable().describe('the photo that it shares'),
  state: z.enum(TASK_STATES).nullable().describe('of its task'),
  kind: z.enum(TASK_KINDS).nullable(),
  look: z.enum(TASK_STATES).nullable().describe('how its second look stands; null: there is none'),
});
export type AlikeVisit = z.infer<typeof AlikeVisit>;

export const AlikeGroup = z.object({
  kind: z.enum(ALIKE_KINDS),
  count: z.number(),
  note: z.string().nullable().describe('the words they share'),
  answers: z.number().nullable().describe('how many answers they share'),
  visits: z.array(AlikeVisit).describe('the newest 20'),
});
export type AlikeGroup = z.infer<typeof AlikeGroup>;
