// The log as the auditor and the security officer read it. Pure; the browser imports its types.
import { z } from 'zod';
import { AREA_CODE } from '../kernel/area.ts';
import { PageQuery } from '../kernel/page.ts';

const Wanted = {
  actor: z.string().max(80).optional().describe('a username, "system", "command" or "stranger"'),
  action: z.string().max(80).optional().describe('noun.verb, or a noun for all its verbs'),
  subjectKind: z.string().max(40).optional(),
  subjectId: z
    .string()
    .max(80)
    .optional()
    .describe('of a household: also what was done to and seen of its alerts and tasks'),
  area: z.string().regex(AREA_CODE).optional(),
  from: z.iso.date().optional().describe('on this day or later'),
  until: z.iso.date().optional().describe('on this day or earlier'),
};

export const AuditFilter = PageQuery.extend(Wanted);
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditWanted = z.object(Wanted);
export type AuditWanted = z.infer<typeof AuditWanted>;

export const AuditRow = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string(),
  actorName: z.string().nullable().describe('of an account'),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  subjectName: z.string().nullable().describe('of an account; what is a family’s stays with its number'),
  areaCode: z.string().nullable(),
  areaName: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  sequence: z.number().nullable().describe('place in the chain; null: not sealed yet'),
});
export type AuditRow = z.infer<typeof AuditRow>;

export const AuditVerification = z.object({
  entries: z.number(),
  sealed: z.number(),
  ok: z.boolean(),
  firstBroken: z
    .object({
      kind: z.enum(['seal-missing', 'entry-missing', 'entry-changed', 'entry-inserted']),
      sequence: z.number().nullable(),
      entryId: z.number().nullable(),
    })
    .optional(),
  head: z.string().describe('the newest hash; keep it elsewhere to notice a log that was cut off'),
});
export type AuditVerification = z.infer<typeof AuditVerification>;

export const ChainState = z.object({
  entries: z.number().describe('the newest entry’s number; about how many there are'),
  sealed: z.number().describe('seals in the chain'),
  lastSealedAt: z.string().nullable(),
  unsealed: z.number().describe('entries behind the newest sealed one: seconds old, or the sealer stands still'),
  verified: z
    .object({ at: z.string(), by: z.string(), ok: z.boolean(), sealed: z.number().nullable(), head: z.string() })
    .nullable()
    .describe('when it was last walked from its beginning'),
});
export type ChainState = z.infer<typeof ChainState>;

/** What can be filtered for: the actions that stand in the log. */
export const AuditWords = z.object({ actions: z.array(z.string()) });

export const SecurityView = z.object({
  refused: z
    .array(
      z.object({
        actor: z.string(),
        name: z.string().nullable(),
        address: z.string().nullable(),
        tries: z.number(),
        lastAt: z.string(),
      }),
    )
    .describe('refused sign-ins of the last seven days by account and address, most first'),
  granted: z
    .array(
      z.object({
        at: z.string(),
        by: z.string(),
        username: z.string(),
        from: z.string().nullable().describe('the role before; null: a new account'),
        to: z.string(),
      }),
    )
    .describe('roles given in the last thirty days, newest first'),
  reveals: z.object({
    days: z.array(z.string()).describe('the last thirty, oldest first'),
    usual: z.number().describe('a person’s day with more reveals than this stands out'),
    people: z.array(
      z.object({
        actor: z.string(),
        name: z.string().nullable(),
        role: z.string().nullable(),
        total: z.number(),
        byDay: z.array(z.number()),
      }),
    ),
  }),
});
export type SecurityView = z.infer<typeof SecurityView>;
