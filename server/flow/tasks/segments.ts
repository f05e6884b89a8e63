// The order of a list as runs of one index: a group and a level each. Pure.
import { SEVERITIES, type Severity } from '../alerts/model.ts';
import type { TASK_SORTS } from './model.ts';
import { type Edges, spanOf } from './urgency.ts';

export interface Segment {
  /** Its place in the list; those of one place are merged by deadline. */
  ordinal: number;
  /** The place of its group. */
  group: number;
  severity: Severity;
  from: string;
  until: string;
  suspended: boolean;
  /** Rows up to and with this one have been read. */
  afterAt: string;
  afterId: string;
}

const GROUPS = ['within-day', 'overdue', 'soon', 'later'] as const;
const NO_ROW = { afterAt: '-infinity', afterId: '00000000-0000-0000-0000-000000000000' };

/** All of a list, first to last. What stands still comes at the end: nothing of it is due. */
export function segmentsOf(
  of: { sort: (typeof TASK_SORTS)[number]; severity: readonly Severity[] },
  edges: Edges,
): Segment[] {
  const levels = SEVERITIES.filter((one) => of.severity.length === 0 || of.severity.includes(one));
  const make = (group: number, span: [Date | null, Date | null], suspended: boolean) =>
    levels.map((severity, index) => ({
      ordinal: of.sort === 'due' ? group : group * SEVERITIES.length + index,
      group,
      severity,
      from: span[0]?.toISOString() ?? '-infinity',
      until: span[1]?.toISOString() ?? 'infinity',
      suspended,
      ...NO_ROW,
    }));
  const running =
    of.sort === 'due'
      ? make(0, [null, null], false)
      : GROUPS.flatMap((urgency, group) => make(group, spanOf(urgency, edges), false));
  return [...running, ...make(GROUPS.length, [null, null], true)];
}

/** What is left of a list after a cursor (`TaskCursor` of queue.ts). */
export function nextSegments(
  segments: Segment[],
  after: readonly [begun: string, ordinal: number, key: string, id: string] | undefined,
): Segment[] {
  if (!after) return segments;
  const [, ordinal, afterAt, afterId] = after;
  return segments.flatMap((segment) => {
    if (segment.ordinal < ordinal) return [];
    return segment.ordinal === ordinal ? [{ ...segment, afterAt, afterId }] : [segment];
  });
}
