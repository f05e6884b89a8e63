// The log as the auditor reads it. Pure; the browser imports it.
import { z } from 'zod';
import { PageQuery } from '../kernel/page.ts';

export const AuditFilter = PageQuery.extend({
  actor: z.string().max(80).optional().describe('a username, "system", "command" or "stranger"'),
  action: z.string().max(80).optional().describe('noun.verb, or a noun for all its verbs'),
  subjectKind: z.string().max(40).optional(),
  subjectId: z.string().max(80).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditRow = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  areaCode: z.string().nullable(),
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
