// What stands on the list and where: what is late or due today, what a search and a filter find without a network. Pure.
import { dayOf } from '../../server/kernel/clock.ts';
import type { Names } from '../../server/kernel/names.ts';
import type { Shown } from './holdings.ts';

export const GROUPS = ['urgent', 'soon', 'sent', 'gone'] as const;
export type Group = (typeof GROUPS)[number];

export interface ListFilter {
  /** A name, a place, or a word of the reason. */
  text: string;
  /** A level, or `urgent`: what is to be done today. */
  urgency: string;
  village: string;
  /** A rule's id. */
  reason: string;
}

const RANK: Record<string, number> = { red: 0, orange: 1, yellow: 2, blue: 3 };

export function isToVisit({ state, isGone }: Shown): boolean {
  return !isGone && (state === 'assigned' || state === 'accepted');
}

/** Whether taking it on is still to be said: who writes of the door already has gone there. */
export function isToAccept({ state, isGone, draft }: Shown): boolean {
  return !isGone && state === 'assigned' && draft === undefined;
}

/** Red, late, or due before the day ends. */
export function isUrgent(shown: Shown, now: Date): boolean {
  const { severity, visitDueAt } = shown.task;
  return isToVisit(shown) && (severity === 'red' || dayOf(new Date(visitDueAt)) <= dayOf(now));
}

export function groupOf(shown: Shown, now: Date): Group {
  if (shown.isGone) return 'gone';
  if (!isToVisit(shown)) return 'sent';
  return isUrgent(shown, now) ? 'urgent' : 'soon';
}

/** Soonest due first, of one deadline the strongest. */
export function byDeadline(a: Shown, b: Shown): number {
  return (
    Date.parse(a.task.visitDueAt) - Date.parse(b.task.visitDueAt) ||
    (RANK[a.task.severity] ?? 9) - (RANK[b.task.severity] ?? 9) ||
    (a.task.id < b.task.id ? -1 : 1)
  );
}

/** The village of a place told as county, township and village. */
export function villageOf(shown: Shown): string {
  return shown.task.place.split(' ').pop() ?? '';
}

export function villagesOf(all: readonly Shown[]): string[] {
  return [...new Set(all.map(villageOf))].sort((a, b) => a.localeCompare(b, 'zh'));
}

/** What they were sent for, each rule once, under its name. */
export function reasonsOf(all: readonly Shown[]): { ruleId: string; names: Names }[] {
  const found = new Map<string, Names>();
  for (const { task } of all) for (const { ruleId, names } of task.reasons) if (ruleId) found.set(ruleId, names);
  return [...found].map(([ruleId, names]) => ({ ruleId, names }));
}

/** Whether one task fits every part of the filter. Several words must all be found, somewhere. */
export function matchesFilter(shown: Shown, filter: ListFilter, now: Date): boolean {
  const { task } = shown;
  if (filter.urgency === 'urgent' && !isUrgent(shown, now)) return false;
  if (filter.urgency && filter.urgency !== 'urgent' && task.severity !== filter.urgency) return false;
  if (filter.village && villageOf(shown) !== filter.village) return false;
  if (filter.reason && !task.reasons.some(({ ruleId }) => ruleId === filter.reason)) return false;
  const wanted = filter.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const told = [...task.reasons.map((reason) => reason.names), ...(task.routine?.groups ?? [])];
  const reasons = told.map((names) => `${names.zh} ${names.en}`);
  const said = [task.head, task.place, task.address, ...task.members.map((member) => member.name), ...reasons]
    .join(' ')
    .toLowerCase();
  return wanted.every((word) => said.includes(word));
}
