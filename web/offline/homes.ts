// Tasks by household: one door is one card, whatever is asked for behind it. What is late or due today stands first, or what is near. Pure.
import { distanceTo, type Position } from './distance.ts';
import type { Shown } from './holdings.ts';
import { byDeadline, GROUPS, type Group, groupOf, type ListFilter, matchesFilter } from './list.ts';

/** All that is to be done at one door, the most pressing first. */
export interface Home {
  key: string;
  group: Group;
  tasks: readonly [Shown, ...Shown[]];
}

/** The homes of these tasks, each under the most pressing of its tasks; soonest due first, of one deadline the strongest. */
export function homesOf(all: readonly Shown[], now: Date): Home[] {
  const byKey = new Map<string, Shown[]>();
  for (const shown of all) {
    // Handed back: neither to be visited nor visited.
    if (shown.state === 'returned' && !shown.draft) continue;
    const key = shown.task.householdKey ?? shown.task.id;
    byKey.set(key, [...(byKey.get(key) ?? []), shown]);
  }
  const rank = (shown: Shown) => GROUPS.indexOf(groupOf(shown, now));
  // What was warned of stands above a visit by the calendar that is as urgent: both may wait a day, but not alike.
  const calm = (shown: Shown) => Number(shown.task.kind === 'routine' && groupOf(shown, now) === 'urgent');
  const homes = [...byKey].map(([key, tasks]): Home => {
    const [first, ...rest] = tasks.sort((a, b) => rank(a) - rank(b) || calm(a) - calm(b) || byDeadline(a, b)) as [
      Shown,
      ...Shown[],
    ];
    return { key, group: groupOf(first, now), tasks: [first, ...rest] };
  });
  return homes.sort((a, b) => calm(a.tasks[0]) - calm(b.tasks[0]) || byDeadline(a.tasks[0], b.tasks[0]));
}

/** Those of which one task fits every part of the filter. */
export function filterHomes(homes: readonly Home[], filter: ListFilter, now: Date): Home[] {
  return homes.filter(({ tasks }) => tasks.some((shown) => matchesFilter(shown, filter, now)));
}

export interface Part {
  name: Group | 'near' | 'unplaced';
  homes: Home[];
}

/** The list in its parts, empty ones left out. With a position, what is still to visit stands by distance instead of urgency. */
export function partsOf(homes: readonly Home[], from: Position | null): Part[] {
  const inGroup = (group: Group): Part => ({ name: group, homes: homes.filter((home) => home.group === group) });
  const parts = from ? [...byDistance(homes, from), inGroup('sent'), inGroup('gone')] : GROUPS.map(inGroup);
  return parts.filter((part) => part.homes.length > 0);
}

function byDistance(homes: readonly Home[], from: Position): Part[] {
  const open = homes.filter(({ group }) => group === 'urgent' || group === 'soon');
  const placed = open.flatMap((home) => {
    const metres = distanceTo(home, from);
    return metres === null ? [] : [{ home, metres }];
  });
  const near = placed.sort((a, b) => a.metres - b.metres).map(({ home }) => home);
  return [
    { name: 'near', homes: near },
    { name: 'unplaced', homes: open.filter((home) => !near.includes(home)) },
  ];
}
