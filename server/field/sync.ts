// Everything a phone needs, and of that only what it does not have yet. A cursor is the digests of what it has: nothing is kept about
// phones, and whatever made a household's page change (a rule's words, a new phone number, a withdrawn file) is found.
import { createHash } from 'node:crypto';
import type { Transaction } from '../../db/client.ts';
import { visitorRights } from '../access/model.ts';
import type { SignedIn } from '../access/route.ts';
import type { Scope } from '../access/scope.ts';
import type { RoutinePolicy } from '../flow/tasks/routine/policy.ts';
import { formFor } from '../flow/visits/forms/check.ts';
import { type KnownNeeds, readKnown } from '../flow/visits/forms/known.ts';
import { dayOf } from '../kernel/clock.ts';
import type { Keys } from '../kernel/keys.ts';
import { readHomesOfLeads } from './homes-of-leads.ts';
import { emptyHome, readHomes } from './households.ts';
import type { FieldSync, FieldTask, FieldWords } from './model.ts';
import { readRounds } from './rounds.ts';
import { listHeld, type ReasonWords, readReasons } from './tasks.ts';

/** Characters of one digest: 48 bits, so that two states of one household are told apart. */
const LENGTH = 8;

export interface SyncNeeds extends Omit<ReasonWords, 'contracts'>, KnownNeeds {
  keys: Keys;
  words: FieldWords;
  routine: RoutinePolicy;
}

interface Asked {
  user: SignedIn;
  scope: Scope;
  now: Date;
  cursor: string;
}

/** What has changed since the cursor, all ids that are theirs, and the cursor that stands for having stored both. */
export async function readSync(
  tx: Transaction,
  { user, scope, now, cursor }: Asked,
  needs: SyncNeeds,
): Promise<Pick<FieldSync, 'cursor' | 'items' | 'ids' | 'words'>> {
  const known = readDigests(cursor);
  const tasks = await readTasks(tx, { user, scope, now }, needs);
  const digested = tasks.map((task) => ({ task, digest: digestOf(task) }));
  const words = digestOf(needs.words);
  return {
    cursor: [words, ...digested.map(({ digest }) => digest)].join(''),
    items: digested.filter(({ digest }) => !known.has(digest)).map(({ task }) => task),
    ids: tasks.map((task) => task.id),
    words: known.has(words) ? null : needs.words,
  };
}

async function readTasks(
  tx: Transaction,
  { user, scope, now }: Omit<Asked, 'cursor'>,
  needs: SyncNeeds,
): Promise<FieldTask[]> {
  const held = await listHeld(tx, scope, user);
  const reasons = await readReasons(
    tx,
    held.map((task) => task.id),
    needs,
  );
  const calendar = held.filter((task) => task.kind === 'routine').map((task) => task.id);
  const rounds = await readRounds(tx, calendar, { policy: needs.routine, today: dayOf(now), user });
  const householdIds = [...new Set(held.flatMap((task) => task.householdId ?? []))];
  const homes = await readHomes(tx, householdIds, { user, scope, keys: needs.keys, today: dayOf(now) });
  const asked = held.map((task) => {
    const why = reasons.get(task.id) ?? [];
    const because = { reasons: why.flatMap((one) => one.ruleId ?? []), causes: why.flatMap((one) => one.cause ?? []) };
    return { id: task.id, householdId: task.householdId, form: formFor(needs.words.forms, task), because };
  });
  // Who goes by the calendar alone is told nothing that data knew.
  const isTold = visitorRights(user.visitorKind).alerts;
  const known = isTold ? await readKnown(tx, asked, { ...needs, today: dayOf(now) }) : new Map<string, never>();
  const unknown = held.flatMap(({ id, householdId }) => (householdId === null ? [id] : []));
  const told = await readHomesOfLeads(tx, unknown, needs.keys);
  return held.map(({ householdId, ...task }, index) => ({
    ...task,
    form: asked[index]?.form?.id ?? null,
    known: known.get(task.id) ?? {},
    ...(homes.get(householdId ?? -1) ?? told.get(task.id) ?? emptyHome()),
    reasons: reasons.get(task.id) ?? [],
    routine: rounds.get(task.id) ?? null,
  }));
}

/** Pure: the same content has the same digest. As it is written: sorting every object's keys first was a fifth of a first load's time. */
export function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, LENGTH);
}

function readDigests(cursor: string): Set<string> {
  return new Set(cursor.match(/.{8}/g));
}
