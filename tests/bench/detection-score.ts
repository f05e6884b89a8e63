// Compares who was named, and when, with what really happened. Pure; days are whole numbers since 1970.

export interface TrueEpisode {
  household: string;
  kind: string;
  /** The day of its cause, up to half a year before the need. */
  on: number;
  /** First and last day of need, or of aid not due; Infinity where it lasted. */
  from: number;
  until: number;
}

export interface Named {
  household: string;
  by: string;
  day: number;
}

export interface Score {
  named: number;
  /** Somebody goes to a household once a day, however many rules named it. */
  visits: number;
  /** Visits to a household in need on that day, and their share. */
  right: number;
  precision: number | null;
  episodes: number;
  found: number;
  recall: number | null;
  medianDays: number | null;
  visitsPerFound: number | null;
  recallByKind: Record<string, { episodes: number; found: number; recall: number }>;
}

/** An episode is found when its household is named between its cause, at most so many days before the need, and so many days after. */
export const WITHIN = 60;

/** `judged`: the days between which an episode must have begun to count for recall. Precision counts all that were named. */
export function scoreOf(
  named: readonly Named[],
  truth: readonly TrueEpisode[],
  judged: { from: number; until: number },
): Score {
  const days = new Map<string, number[]>();
  for (const { household, day } of named) {
    const known = days.get(household);
    if (!known) days.set(household, [day]);
    else if (!known.includes(day)) known.push(day);
  }
  const episodesOf = new Map<string, TrueEpisode[]>();
  for (const episode of truth)
    episodesOf.set(episode.household, [...(episodesOf.get(episode.household) ?? []), episode]);
  let visits = 0;
  let right = 0;
  const helped = new Set<string>();
  for (const [household, visited] of days) {
    visits += visited.length;
    const inNeed = visited.filter((day) => isIn(episodesOf.get(household), day)).length;
    right += inNeed;
    if (inNeed > 0) helped.add(household);
  }
  const recallByKind: Score['recallByKind'] = {};
  const waits: number[] = [];
  let episodes = 0;
  for (const { household, kind, on, from } of truth) {
    if (from < judged.from || from > judged.until) continue;
    episodes++;
    const first = (days.get(household) ?? []).filter(
      (day) => day >= Math.max(on, from - WITHIN) && day <= from + WITHIN,
    );
    const of = recallByKind[kind] ?? { episodes: 0, found: 0, recall: 0 };
    recallByKind[kind] = of;
    of.episodes++;
    if (first.length === 0) continue;
    of.found++;
    waits.push(Math.max(0, Math.min(...first) - from));
  }
  for (const of of Object.values(recallByKind)) of.recall = ratio(of.found, of.episodes)!;
  return {
    ...{ named: named.length, visits, right, precision: ratio(right, visits) },
    ...{ episodes, found: waits.length, recall: ratio(waits.length, episodes), medianDays: median(waits) },
    ...{ visitsPerFound: ratio(visits, helped.size), recallByKind },
  };
}

function isIn(episodes: readonly TrueEpisode[] | undefined, day: number): boolean {
  return episodes?.some((episode) => day >= episode.from && day <= episode.until) ?? false;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 1000;
}

function median(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
