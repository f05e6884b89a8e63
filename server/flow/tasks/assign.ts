// Whom a task is best given to, of those who could go. Pure; candidates.ts reads them.

/** Somebody who could be given a task, with what they have in hand. */
export interface Candidate {
  task: string;
  id: string;
  name: string;
  visitorKind: string | null;
  capacity: number;
  inHand: number;
  /** Covers the village, or stands in for who does. */
  isHere: boolean;
  isAway: boolean;
  cover: { id: string; name: string } | null;
  /** Had a part in what a second look looks at. */
  hadPart: boolean;
  /** Their kind of visitor does not go on a visit of this kind. */
  isBarred: boolean;
}

/** Those of the village first, then the most room, then by name: the order in which they are proposed and shown. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  const room = (one: Candidate) => one.capacity - one.inHand;
  return (
    Number(a.isAway) - Number(b.isAway) ||
    Number(b.isHere) - Number(a.isHere) ||
    room(b) - room(a) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

/** Candidates by task. */
export function groupByTask(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const one of candidates) {
    const group = groups.get(one.task);
    if (group) group.push(one);
    else groups.set(one.task, [one]);
  }
  return groups;
}

/** The one to propose; nobody who is away, barred, had a part in it, or has it already. */
export function proposeAssignee(candidates: readonly Candidate[], holderId: string | null): Candidate | undefined {
  return candidates
    .filter((one) => !one.isAway && !one.hadPart && !one.isBarred && one.id !== holderId)
    .sort(compareCandidates)[0];
}

/**
 * Proposes for many tasks in turn, counting what each is given on top of what they have in hand, so that work is spread. With
 * `assigneeId` all go to that one, as far as they can be. A task that can go to nobody is missing in the answer.
 */
export function spreadTasks(
  tasks: readonly { id: string; holderId: string | null }[],
  candidates: readonly Candidate[],
  assigneeId?: string,
): Map<string, Candidate> {
  const byTask = groupByTask(candidates);
  const given = new Map<string, number>();
  const chosen = new Map<string, Candidate>();
  for (const { id, holderId } of tasks) {
    const able = (byTask.get(id) ?? []).filter((one) => assigneeId === undefined || one.id === assigneeId);
    const loaded = able.map((one) => ({ ...one, inHand: one.inHand + (given.get(one.id) ?? 0) }));
    const one = proposeAssignee(loaded, holderId);
    if (!one) continue;
    given.set(one.id, (given.get(one.id) ?? 0) + 1);
    chosen.set(id, one);
  }
  return chosen;
}
