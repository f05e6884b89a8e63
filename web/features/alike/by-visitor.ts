// Groups of alike visits under who made them, since a county asks a person, not a group. Pure.
import type { AlikeGroup } from '../../../server/flow/tasks/alike/model.ts';

export interface ByVisitor {
  /** Ids of those who made the visits. */
  key: string;
  visitors: string[];
  townships: string[];
  groups: AlikeGroup[];
  /** Different visits in all groups. */
  visits: number;
}

/** One entry for the same visitors, who has most alike visits first. */
export function byVisitor(groups: readonly AlikeGroup[]): ByVisitor[] {
  const found = new Map<string, AlikeGroup[]>();
  for (const group of groups) {
    const key = distinct(group.visits.map((visit) => visit.visitorId))
      .sort()
      .join(' ');
    found.set(key, [...(found.get(key) ?? []), group]);
  }
  return [...found]
    .map(([key, own]) => {
      const visits = own.flatMap((group) => group.visits);
      return {
        key,
        visitors: distinct(visits.map((visit) => visit.visitor)),
        townships: distinct(visits.map((visit) => visit.township)),
        groups: own,
        visits: countVisits(own),
      };
    })
    .sort((a, b) => b.visits - a.visits || a.key.localeCompare(b.key));
}

/** A visit may be in several groups; of a large group only the newest are told, so its own count holds. */
function countVisits(groups: readonly AlikeGroup[]): number {
  const [largest] = groups.map((group) => group.count).sort((a, b) => b - a);
  return Math.max(largest ?? 0, new Set(groups.flatMap((group) => group.visits.map(({ id }) => id))).size);
}

const distinct = (all: readonly string[]) => [...new Set(all)];
