// What really happened to the families of a generated province, as its maker wrote it down beside the files: whether a family needed
// help, or received what was no longer due, on a day. Nothing here knows of rules or indicators.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Days `YYYY-MM-DD`, both included; without an end: still so. */
interface Span {
  from: string;
  until: string | null;
}

/** One line of `truth/events.ndjson`, as far as it is read here. */
interface Event {
  household: string;
  need_from: string | null;
  need_until: string | null;
  undue_from: string | null;
  undue_until: string | null;
}

export interface Truth {
  /** Undefined: nothing is written of this household. */
  isRight(household: string, kind: 'help' | 'exit', day: string): boolean | undefined;
}

export const UNKNOWN: Truth = { isRight: () => undefined };

/** A visit comes some weeks after the blow, and finds what it left. */
const AFTERMATH_DAYS = 45;

/** Reads the truth beside a folder's deliveries; where there is none, nothing is known of anybody. */
export async function readTruth(folder: string): Promise<Truth> {
  const path = join(folder, 'truth', 'events.ndjson');
  if (!existsSync(path)) return UNKNOWN;
  const spans = { help: new Map<string, Span[]>(), exit: new Map<string, Span[]>() };
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    if (line === '') continue;
    const event = JSON.parse(line) as Event;
    keep(spans.help, event.household, event.need_from, event.need_until);
    keep(spans.exit, event.household, event.undue_from, event.undue_until);
  }
  return {
    isRight: (household, kind, day) =>
      (spans[kind].get(household) ?? []).some(
        ({ from, until }) => from <= day && (until === null || day <= later(until, AFTERMATH_DAYS)),
      ),
  };
}

function keep(spans: Map<string, Span[]>, household: string, from: string | null, until: string | null): void {
  if (from === null) return;
  const known = spans.get(household);
  if (known) known.push({ from, until });
  else spans.set(household, [{ from, until }]);
}

const later = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
