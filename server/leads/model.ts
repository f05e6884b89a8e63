// A lead: a household that nobody was sent to, told by whoever knows of it. Pure; the phone checks with the same model.
import { z } from 'zod';
import { LEAD_CHANNELS, type Severity } from '../flow/alerts/model.ts';
import { isIdNumber } from '../kernel/id-number.ts';

/** How soon somebody should look, as a person without tables says it. */
export const LEAD_URGENCIES = ['today', 'days', 'later'] as const;
export type LeadUrgency = (typeof LEAD_URGENCIES)[number];

const OF_URGENCY: Record<LeadUrgency, Severity> = { today: 'red', days: 'orange', later: 'yellow' };
/** Causes that strike at once: nobody who is struck by them should wait for weeks. */
const SUDDEN: readonly string[] = ['disaster', 'accident', 'death', 'sudden-event'];

/** How strong the alert of a lead is: as was said, else by its cause. */
export function severityOf(lead: { urgency: LeadUrgency | null; cause: string | null }): Severity {
  if (lead.urgency) return OF_URGENCY[lead.urgency];
  return SUDDEN.includes(lead.cause ?? '') ? 'orange' : 'yellow';
}

const empty = (text: unknown) => (typeof text === 'string' && text.trim() === '' ? null : text);
const maybe = <T extends z.ZodType>(inner: T) => z.preprocess(empty, inner.nullable().default(null));

/** Who it is, as far as whoever tells knows. */
export const LeadInput = z.object({
  areaCode: z.string().regex(/^\d{12}$/, '请选村。 / Choose the village.'),
  head: z.string().trim().min(1, '请写户主姓名。 / Write the name of the head.').max(40),
  people: z.int().min(1).max(30),
  phone: maybe(
    z
      .string()
      .trim()
      .regex(/^[\d+ -]{5,20}$/, '电话只写数字。 / A phone number in digits.'),
  ),
  idNumber: maybe(
    z
      .string()
      .trim()
      .toUpperCase()
      .refine(isIdNumber, '身份证号不对，请再看一遍。 / The ID number is wrong: look again.'),
  ),
  address: maybe(z.string().trim().max(200)),
  urgency: z.enum(LEAD_URGENCIES).nullable().default(null),
});
export type LeadInput = z.input<typeof LeadInput>;

/** A lead that came to the desk: somebody called, wrote, or stood at the counter. Nobody has been there yet. */
export const DeskLeadInput = LeadInput.extend({
  channel: z.enum(LEAD_CHANNELS).exclude(['coordinator']),
  cause: z.string().max(40).nullable().default(null),
  summary: z.string().trim().min(4, '请写四个字以上。 / Write a few words.').max(500),
});
export type DeskLeadInput = z.input<typeof DeskLeadInput>;

export const LeadTaken = z.object({
  id: z.uuid(),
  taskId: z.uuid().describe('the task in which it is seen'),
  hasJoined: z.boolean().describe('the household had open work already'),
  isKnown: z.boolean().describe('it hangs on a household of the registry'),
});
export type LeadTaken = z.infer<typeof LeadTaken>;

/** Which household it is, as somebody found who looked. */
export const LeadLinkInput = z.object({ householdId: z.uuid() });
