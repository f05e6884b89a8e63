// rules/messages.yaml: who is told what, when, in which words. What follows from it for one moment is pure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROLES } from '../access/model.ts';
import { PROJECT_ROOT } from '../config.ts';
import { isWorkday, type Workdays } from '../flow/tasks/workdays.ts';
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { Names } from '../kernel/names.ts';
import { EVENT_KINDS } from './model.ts';

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What may stand in a template: figures, and the name of a county or township. Whatever else would be a leak. */
export const PLACEHOLDERS = {
  'coordinator-now': ['tasks'],
  'coordinator-gathered': ['given', 'again', 'taken', 'due', 'overdue'],
  'office-now': ['place', 'escalated', 'campaigns'],
  'office-gathered': ['place', 'escalated', 'back', 'campaigns'],
  test: [],
} as const satisfies Record<string, readonly string[]>;
export type Template = keyof typeof PLACEHOLDERS;
export const TEMPLATES = Object.keys(PLACEHOLDERS) as Template[];

export const MessagePolicy = z
  .strictObject({
    gather: z.strictObject({ at: z.array(Time).min(1), workdays_only: z.boolean() }),
    quiet: z.strictObject({ from: Time, until: Time }),
    look_up_due: Time,
    hold_seconds: z.int().nonnegative(),
    fresh_days: z.int().positive(),
    retry: z.strictObject({
      most: z.int().positive(),
      first_seconds: z.int().positive(),
      longest_seconds: z.int().positive(),
      timeout_seconds: z.number().positive(),
    }),
    circuit: z.strictObject({ failures: z.int().positive(), open_seconds: z.int().positive() }),
    roles: z.partialRecord(z.enum(ROLES), z.array(z.enum(EVENT_KINDS))),
    templates: z.strictObject(
      Object.fromEntries(TEMPLATES.map((name) => [name, Names])) as Record<Template, typeof Names>,
    ),
  })
  .superRefine((policy, context) => {
    for (const time of policy.gather.at)
      if (isBetween(time, policy.quiet)) context.addIssue(`gather: ${time} lies in the quiet hours`);
    for (const name of TEMPLATES)
      for (const words of Object.values(policy.templates[name]))
        for (const [, hole] of words.matchAll(/\{(.*?)\}/g))
          if (!(PLACEHOLDERS[name] as readonly string[]).includes(hole!))
            context.addIssue(`templates: ${name} may not name {${hole}}`);
  });
export type MessagePolicy = z.infer<typeof MessagePolicy>;

/** Reads rules/messages.yaml; a file that is not sound stops the start with its fault. */
export function loadMessagePolicy(folder = join(PROJECT_ROOT, 'rules')): MessagePolicy {
  const result = MessagePolicy.safeParse(parse(readFileSync(join(folder, 'messages.yaml'), 'utf8')));
  if (!result.success) throw new Error(`rules/messages.yaml: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** `HH:MM` between two times of a day, or of a night. */
function isBetween(time: string, { from, until }: { from: string; until: string }): boolean {
  return from <= until ? time >= from && time < until : time >= from || time < until;
}

/** The province's wall clock, `HH:MM`. */
export function timeOf(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3600_000).toISOString().slice(11, 16);
}

/** When what happens now is told together with the rest: the next time of gathering on a day of work. */
export function nextGathering(policy: MessagePolicy, now: Date, workdays: Workdays): Date {
  const times = [...policy.gather.at].sort();
  for (let day = dayOf(now); ; day = addDays(day, 1)) {
    if (policy.gather.workdays_only && !isWorkday(day, workdays)) continue;
    const time = times.find((one) => instantAt(day, one) > now);
    if (time) return instantAt(day, time);
  }
}

/** The first moment from `at` on in which a message may go that is not red. */
export function outsideQuiet(policy: MessagePolicy, at: Date): Date {
  const { quiet } = policy;
  if (!isBetween(timeOf(at), quiet)) return at;
  const today = instantAt(dayOf(at), quiet.until);
  return today > at ? today : instantAt(addDays(dayOf(at), 1), quiet.until);
}

/** When a message is tried again after `tries` failures: twice as late each time, by up to half with chance (`random` in 0…1). */
export function retryAt(policy: MessagePolicy, of: { now: Date; tries: number; random: number }): Date {
  const { first_seconds, longest_seconds } = policy.retry;
  const wait = Math.min(longest_seconds, first_seconds * 2 ** Math.max(0, of.tries - 1));
  return new Date(of.now.getTime() + wait * (0.75 + of.random / 2) * 1000);
}

/** A template's words with what is told in them. */
export function fillIn(words: string, parameters: Record<string, string>): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '0');
}
