// Leads as a list: how each stands, what may be asked, and a row. Pure; apart from the lead itself, which phones check too.
import { z } from 'zod';
import { LEAD_CHANNELS, SEVERITIES } from '../../flow/alerts/model.ts';
import { TASK_STATES } from '../../flow/tasks/model.ts';
import { AREA_CODE } from '../../kernel/area.ts';
import { PageQuery } from '../../kernel/page.ts';

/**
 * How a lead stands.
 *
 * - `register`: no registry knows its household, and what was seen there does not say that nothing is to be done.
 * - `open`: its work has not ended.
 * - `ended`: its work is closed or cancelled.
 */
export const LEAD_VIEWS = ['register', 'open', 'ended', 'all'] as const;
export type LeadView = (typeof LEAD_VIEWS)[number];

export const LeadFilter = PageQuery.extend({
  area: z.string().regex(AREA_CODE).optional(),
  view: z.enum(LEAD_VIEWS).default('register'),
  channel: z.enum(LEAD_CHANNELS).optional(),
});

export const LeadRow = z.object({
  id: z.uuid(),
  channel: z.enum(LEAD_CHANNELS),
  receivedAt: z.string(),
  by: z.string().nullable().describe('who wrote it down'),
  place: z.string(),
  head: z.string().nullable().describe('as it was told'),
  people: z.number().nullable(),
  summary: z.string(),
  household: z
    .object({ id: z.uuid(), number: z.string().nullable(), head: z.string().nullable() })
    .nullable()
    .describe('null: no registry knows it yet'),
  registerAt: z.string().nullable().describe('since when it waits to be registered'),
  task: z
    .object({
      id: z.uuid(),
      state: z.enum(TASK_STATES),
      severity: z.enum(SEVERITIES),
      assignee: z.string().nullable(),
      outcomeCode: z.string().nullable(),
    })
    .nullable()
    .describe('the work in which it is seen; null: that lies outside the caller’s area'),
});
export type LeadRow = z.infer<typeof LeadRow>;

export const LeadCounts = z.record(z.enum(LEAD_VIEWS), z.number());
export type LeadCounts = z.infer<typeof LeadCounts>;
