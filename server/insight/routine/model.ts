// The board of visits by the calendar: of those that fell due in a month, who was seen, by place and by group; and what is late. Pure.
import { z } from 'zod';
import { LEVELS, TASK_STATES } from '../../flow/tasks/model.ts';
import { MONTH, RISKS } from '../../flow/tasks/routine/model.ts';
import { AREA_CODE } from '../../kernel/area.ts';
import { PageQuery } from '../../kernel/page.ts';

export const RoutineBoardFilter = z.object({
  area: z.string().regex(AREA_CODE).optional(),
  month: z.string().regex(MONTH).optional().describe('default: the running month'),
  group: z.string().max(40).optional(),
});
export type RoutineBoardFilter = z.infer<typeof RoutineBoardFilter>;

/** Visits that fell due in the month; `due` is the sum of the four that follow it. A visit that was called off is none of them. */
export const RoutineFigures = z.object({
  due: z.number(),
  inTime: z.number().describe('somebody was met by its day'),
  late: z.number().describe('somebody was met, after its day'),
  missing: z.number().describe('its day is over and nobody was met'),
  ahead: z.number().describe('its day is still to come'),
  inNeed: z.number().describe('of those met: a need was found (F2)'),
});
export type RoutineFigures = z.infer<typeof RoutineFigures>;

const Place = z.object({ code: z.string(), name: z.string(), level: z.string() });
export const RoutineBoard = z.object({
  area: Place,
  month: z.string(),
  total: z.number().describe('visits that fell due'),
  whole: RoutineFigures,
  rows: z.array(Place.extend(RoutineFigures.shape)),
  groups: z
    .array(RoutineFigures.extend({ id: z.string() }))
    .describe('a household of several groups counts in each, and once in the whole'),
});
export type RoutineBoard = z.infer<typeof RoutineBoard>;

export const OverdueFilter = PageQuery.extend({
  area: z.string().regex(AREA_CODE).optional(),
  group: z.string().max(40).optional(),
});

export const OverdueRow = z.object({
  taskId: z.uuid(),
  household: z.object({ id: z.uuid(), number: z.string().nullable(), head: z.string().nullable() }),
  place: z.string(),
  groups: z.array(z.string()),
  risk: z.enum(RISKS),
  dueOn: z.string(),
  lastSeenOn: z.string().nullable(),
  state: z.enum(TASK_STATES),
  assignee: z.string().nullable(),
  told: z.enum(LEVELS).nullable().describe('which level was told'),
});
export type OverdueRow = z.infer<typeof OverdueRow>;
