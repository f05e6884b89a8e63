// The record: signals, moves, visits and help in one list, newest first. Pure.
import type { Entry, HouseholdLog, Line } from '../../../server/household/model.ts';

export type Item =
  | { kind: 'alert'; at: string; key: string; signal: Line['signals'][number] }
  | { kind: 'visit'; at: string; key: string; visit: Line['visits'][number] }
  | { kind: 'help'; at: string; key: string; help: Line['help'][number] }
  | { kind: 'move'; at: string; key: string; entry: Entry };

/** What the line shows already by itself: an alert raised, a visit sent. */
const SHOWN_OTHERWISE = ['alert.raise', 'visit.submit', 'visit.enter-paper', 'alert.close'];

/** A list of everything that happened; a day without a time stands at the day's end. */
export function recordOf(line: Line, moves: HouseholdLog['moves']): Item[] {
  const items: Item[] = [
    ...line.signals.map((signal): Item => ({ kind: 'alert', at: signal.raisedAt, key: `a${signal.id}`, signal })),
    ...line.visits.map((visit): Item => ({ kind: 'visit', at: visit.visitedAt, key: `v${visit.id}`, visit })),
    ...line.help.map(
      (help, index): Item => ({ kind: 'help', at: `${help.on}T23:59:00+08:00`, key: `h${index}`, help }),
    ),
    ...moves
      .filter((entry) => !SHOWN_OTHERWISE.includes(entry.action))
      .map((entry, index): Item => ({ kind: 'move', at: entry.at, key: `m${index}`, entry })),
  ];
  return items.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
