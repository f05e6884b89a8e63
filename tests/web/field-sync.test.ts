// Two phones, a desk, and a network that fails at random: in the end all sides agree, no visit is lost, none is doubled, and every
// clash has been put before a person. Every photo of every visit is on the desk, whole and once.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeId } from '../../web/api/make-id.ts';
import { PRESENT } from '../support/cast.ts';
import { ModelDesk } from '../support/model-desk.ts';
import { type Ending, SimPhone } from '../support/phones.ts';
import fc from '../support/property.ts';

const HOLDERS = ['jin', 'nan'] as const;
const phone = fc.constantFrom(0, 1);
const choice = fc.nat(9);
const endings = fc.array(fc.constantFrom<Ending>('well', 'well', 'unsent', 'unanswered', 'death'), { maxLength: 8 });
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('act'),
      phone,
      choice,
      what: fc.constantFrom('accept', 'return', 'visit', 'visit'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('sync'), phone, endings }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('die'), phone }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('look'), phone }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('free'), phone }) },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('desk'),
      choice,
      to: phone,
      what: fc.constantFrom('give', 'cancel', 'confirm', 'ask-again'),
    }),
  },
);
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

async function play(operations: readonly Operation[]) {
  const ids = Array.from({ length: 5 }, () => makeId());
  const desk = new ModelDesk(ids, HOLDERS, PRESENT);
  const phones = HOLDERS.map((holder) => new SimPhone(holder, desk, () => PRESENT));
  const seen: number[] = [0, 0];
  for (const one of phones) await one.sync();
  for (const op of operations) {
    if (op.is === 'desk') desk.act(op.what, desk.tasks[op.choice % desk.tasks.length]!, HOLDERS[op.to]!);
    else if (op.is === 'act') phones[op.phone]!.act(op.what as 'visit', op.choice);
    else if (op.is === 'sync') await phones[op.phone]!.sync(op.endings);
    else if (op.is === 'die') phones[op.phone]!.die();
    else if (op.is === 'free') phones[op.phone]!.freeOldest();
    else {
      const before = phones[op.phone]!.phone.outbox.filter((entry) => entry.state === 'needs-you').length;
      phones[op.phone]!.look();
      if (before > 0) seen[op.phone]! += 1;
    }
  }
  for (const one of phones) await one.sync();
  for (const one of phones) await one.sync();
  return { desk, phones, seen };
}

describe('two phones and a desk', () => {
  it('agree in the end, whatever was done and whatever failed', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
        const { desk, phones } = await play(operations);
        const finished = phones.flatMap((one) => one.finished);
        // None lost, none doubled: each is either the answer to its task or kept beside it.
        expect([...desk.visits.keys(), ...desk.kept.keys()].sort()).toEqual([...finished].sort());
        expect([...desk.writes.values()].every((times) => times === 1)).toBe(true);
        expect([...desk.photos.values()].every((photo) => digestOf(photo.content) === photo.sha256)).toBe(true);
        expect([...desk.wholes.keys()].sort()).toEqual([...desk.photos.keys()].sort());
        expect([...desk.wholes.values()].every((times) => times === 1)).toBe(true);
        for (const one of phones) {
          const { outbox, holdings, attachments } = one.phone;
          expect(attachments.filter((photo) => photo.state !== 'sent')).toEqual([]);
          expect(outbox.filter((entry) => entry.state === 'waiting' || entry.state === 'sending')).toEqual([]);
          const theirs = desk.tasks.filter(
            (task) =>
              task.holder === one.holder && ['assigned', 'accepted', 'submitted', 'confirmed'].includes(task.state),
          );
          const held = holdings.filter((holding) => !holding.isGone).map(({ task }) => `${task.id} ${task.state}`);
          expect(held.sort()).toEqual(theirs.map((task) => `${task.id} ${task.state}`).sort());
          // Every clash stands before its holder, or was seen by them: a kept visit never looks like any other.
          for (const id of one.finished.filter((id) => desk.kept.has(id)))
            expect(outbox.find((entry) => entry.id === id)?.answer?.outcome).toBe('kept');
          for (const id of one.finished.filter((id) => desk.visits.has(id)))
            expect(outbox.find((entry) => entry.id === id)?.state).toBe('sent');
        }
      }),
      { numRuns: 800, seed: 20261013 },
    );
  });

  it('has seen every kind of clash and failure in those runs', async () => {
    const runs = fc.sample(fc.array(operation, { minLength: 20, maxLength: 40 }), { numRuns: 200, seed: 7 });
    let [kept, applied, refused, looked, photos] = [0, 0, 0, 0, 0];
    for (const operations of runs) {
      const { desk, phones, seen } = await play(operations);
      kept += desk.kept.size;
      applied += desk.visits.size;
      photos += desk.photos.size;
      refused += phones
        .flatMap((one) => one.phone.outbox)
        .filter((entry) => entry.answer?.outcome === 'needs-you').length;
      looked += seen[0]! + seen[1]!;
    }
    expect(Math.min(kept, applied, refused, looked, photos)).toBeGreaterThan(20);
  });
});
