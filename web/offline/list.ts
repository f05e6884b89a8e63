// The list of households: what is late or due today stands first, then by deadline; searched and filtered without a network. Pure.
import { dayOf } from '../../server/kernel/clock.ts';
import type { Shown } from './holdings.ts';

export const GROUPS = ['urgent', 'soon', 'sent', 'gone'] as const;
export type Group = (typeof GROUPS)[number];

export interface ListFilter {
  /** A name, a place, or a word of the reason. */
  text: string;
  severity: string;
  village: string;
}

const RANK: Record<string, number> = { red: 0, orange: 1, yellow: 2, blue: 3 };

export function isToVisit({ state, isGone }: Shown): boolean {
  return !isGone && (state === 'assigned' || state === 'accepted');
}

/** Red, late, or due before the day ends. */
export function isUrgent(shown: Shown, now: Date): boolean {
  const { severity, visitDueAt } = shown.task;
  return isToVisit(shown) && (severity === 'red' || dayOf(new Date(visitDueAt)) <= dayOf(now));
}

function groupOf(shown: Shown, now: Date): Group {
  if (shown.isGone) return 'gone';
  if (!isToVisit(shown)) return 'sent';
  return isUrgent(shown, now) ? 'urgent' : 'soon';
}

/** In groups, soonest due first, of one deadline the strongest. */
export function groupHouseholds(all: readonly Shown[], now: Date): Record<Group, Shown[]> {
  const groups: Record<Group, Shown[]> = { urgent: [], soon: [], sent: [], gone: [] };
  const sorted = [...all].sort(
    (a, b) =>
      Date.parse(a.task.visitDueAt) - Date.parse(b.task.visitDueAt) ||
      (RANK[a.task.severity] ?? 9) - (RANK[b.task.severity] ?? 9) ||
      (a.task.id < b.task.id ? -1 : 1),
  );
  for (const shown of sorted) groups[groupOf(shown, now)].push(shown);
  return groups;
}

/** The village of a place told as county, township and village. */
export function villageOf(shown: Shown): string {
  return shown.task.place.split(' ').pop() ?? '';
}

export function villagesOf(all: readonly Shown[]): string[] {
  return [...new Set(all.map(villageOf))].sort((a, b) => a.localeCompare(b, 'zh'));
}

/** Those that fit every part of the filter. Several words must all be found, somewhere. */
export function filterHouseholds(all: readonly Shown[], filter: ListFilter): Shown[] {
  const wanted = filter.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((shown) => {
    const { task } = shown;
    if (filter.severity && task.severity !== filter.severity) return false;
    if (filter.village && villageOf(shown) !== filter.village) return false;
    const reasons = task.reasons.map((reason) => `${reason.names.zh} ${reason.names.en}`);
    const said = [task.head, task.place, task.address, ...task.members.map((member) => member.name), ...reasons]
      .join(' ')
      .toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}
