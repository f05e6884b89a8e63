// Two things said of one household: merged field by field with nothing lost; and two phones whose visits differ, over a network that
// fails: every clash stays visible until its holder has chosen, and is chosen once on both sides.

import { describe, expect, it } from 'vitest';
import { type Fields, isSame, mergeKnown, mergeVisits, type Value } from '../../server/flow/tasks/held/merge.ts';
import { whatHolds } from '../../server/flow/tasks/held/what-holds.ts';
import { makeId } from '../../web/api/make-id.ts';
import { clashesOf } from '../../web/offline/clashes.ts';
import { leadDraftOf } from '../../web/offline/lead.ts';
import { startLead } from '../../web/offline/lead-drafts.ts';
import { addMove, EMPTY_PHONE, finishVisit, saveDraft, seeEntry, takeAnswers } from '../../web/offline/phone.ts';
import { PRESENT } from '../support/cast.ts';
import { ChoosingPhone, ClashDesk } from '../support/model-clashes.ts';
import type { Ending } from '../support/phones.ts';
import fc from '../support/property.ts';

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom('A6', 'C1', ''),
  fc.integer({ min: 0, max: 2 }),
  fc.boolean(),
  fc.constant(null),
  fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }),
);
const fields: fc.Arbitrary<Fields> = fc.dictionary(fc.constantFrom('outcome', 'cause', 'note', 'q1', 'q2'), value);
const TEXTS = ['note'];
const isOpen = (one: Value | undefined) =>
  one === undefined || one === null || one === '' || (Array.isArray(one) && one.length === 0);

describe('two visits', () => {
  it('lose nothing: each value is in the result, or in a clash', () => {
    fc.assert(
      fc.property(fields, fields, (mine, theirs) => {
        const { values, clashes } = mergeVisits(mine, theirs, TEXTS);
        for (const [side, told] of [
          ['mine', mine],
          ['theirs', theirs],
        ] as const)
          for (const [field, said] of Object.entries(told)) {
            if (isOpen(said)) continue;
            const clash = clashes.find((one) => one.field === field);
            if (clash) expect(isSame(clash[side], said as Value)).toBe(true);
            else if (TEXTS.includes(field)) expect(String(values[field])).toContain(String(said));
            else expect(isSame(values[field] as Value, said as Value)).toBe(true);
          }
        expect(clashes.filter(({ field }) => field in values)).toEqual([]);
      }),
      { numRuns: 500, seed: 20261122 },
    );
  });

  it('are the same the other way round, but for the sides of what clashes; with itself a visit never clashes', () => {
    fc.assert(
      fc.property(fields, fields, (mine, theirs) => {
        const [one, other] = [mergeVisits(mine, theirs, TEXTS), mergeVisits(theirs, mine, TEXTS)];
        const inOrder = (all: Record<string, Value>) =>
          Object.fromEntries(Object.entries(all).map(([field, v]) => [field, Array.isArray(v) ? [...v].sort() : v]));
        expect(inOrder(other.values)).toEqual(inOrder(one.values));
        const swapped = other.clashes.map(({ mine: m, theirs: t, ...rest }) => ({ ...rest, mine: t, theirs: m }));
        expect(swapped).toEqual(one.clashes);
        expect(mergeVisits(mine, mine, TEXTS).clashes).toEqual([]);
      }),
      { numRuns: 500, seed: 20261123 },
    );
  });
});

describe('what was known at the door', () => {
  it('gives way to newer data when it was only confirmed, holds as a correction, and clashes only where both changed', () => {
    const known = (base: Value, standing: 'confirmed' | 'corrected') => ({ q: { value: base, standing } });
    const cases: [Value, 'confirmed' | 'corrected', Value, Value | undefined, unknown][] = [
      [2, 'confirmed', 2, 2, { q: 2 }],
      [2, 'confirmed', 2, 3, { q: 3 }],
      [2, 'corrected', 4, 2, { q: 4 }],
      [2, 'corrected', 4, 4, { q: 4 }],
      [2, 'corrected', 4, undefined, { q: 4 }],
    ];
    for (const [base, standing, answer, now, result] of cases)
      expect(mergeKnown(known(base, standing), { q: answer }, now === undefined ? {} : { q: now })).toEqual({
        values: result,
        clashes: [],
      });
    expect(mergeKnown(known(2, 'corrected'), { q: 4 }, { q: 3 })).toEqual({
      values: {},
      clashes: [{ field: 'q', mine: 4, theirs: 3, base: 2 }],
    });
  });

  it('loses nothing: an answer is the result or clashes, and so is data that has changed', () => {
    fc.assert(
      fc.property(
        value,
        fc.constantFrom('confirmed' as const, 'corrected' as const),
        value,
        value,
        (base, standing, answer, now) => {
          const { values, clashes } = mergeKnown({ q: { value: base, standing } }, { q: answer }, { q: now });
          const mine = standing === 'corrected' ? answer : base;
          const held = clashes.length > 0 ? [clashes[0]!.mine, clashes[0]!.theirs] : [values.q as Value];
          if (!isSame(mine, base)) expect(held.some((one) => isSame(one, mine))).toBe(true);
          if (!isSame(now, base)) expect(held.some((one) => isSame(one, now))).toBe(true);
        },
      ),
      { numRuns: 500, seed: 20261124 },
    );
  });
});

describe('what holds of all that was said', () => {
  /** Visits of one task, with every choice that somebody made between two of them, or has still to make. */
  const story = fc.array(fields, { minLength: 1, maxLength: 4 }).chain((all) => {
    const told = all.map((one, at) => ({ id: `v${at}`, fields: one }));
    const between = fc.record({
      visit: fc.nat(told.length - 1),
      other: fc.nat(told.length - 1),
      field: fc.constantFrom('outcome', 'cause', 'q1'),
      chosen: fc.constantFrom('mine' as const, 'theirs' as const, null),
    });
    const asked = fc.array(between, { maxLength: 6 }).map((picked) =>
      picked.flatMap(({ visit, other, field, chosen }) => {
        const [mine, theirs] = [told[visit]!.fields[field], told[other]!.fields[field]];
        if (isOpen(mine) || isOpen(theirs) || isSame(mine!, theirs!)) return [];
        return [{ visitId: told[visit]!.id, theirsId: told[other]!.id, field, mine: mine!, theirs: theirs!, chosen }];
      }),
    );
    return fc.record({ told: fc.constant(told), asked });
  });

  it('is the same whatever order visits and choices come in, and loses nothing', () => {
    let [open, given] = [0, 0];
    fc.assert(
      fc.property(
        story.chain(({ told, asked }) =>
          fc.record({
            ...{ told: fc.constant(told), asked: fc.constant(asked) },
            shuffled: fc.shuffledSubarray(told, { minLength: told.length }),
            later: fc.shuffledSubarray(asked, { minLength: asked.length }),
          }),
        ),
        ({ told, asked, shuffled, later }) => {
          const held = whatHolds(told, asked);
          expect(whatHolds(shuffled, later)).toEqual(held);
          for (const { fields: said } of told)
            for (const [field, one] of Object.entries(said)) {
              if (isOpen(one)) continue;
              if (TEXTS.includes(field)) {
                expect(String(held.values[field])).toContain(String(Array.isArray(one) ? [...one].sort() : one));
                continue;
              }
              const lost = asked.some(
                (clash) =>
                  clash.field === field &&
                  clash.chosen !== null &&
                  isSame(clash.chosen === 'mine' ? clash.theirs : clash.mine, one as Value),
              );
              const standing = field in held.values ? [held.values[field] as Value] : (held.open[field] ?? []);
              if (!lost) expect(standing.some((value) => isSame(value, one as Value))).toBe(true);
              if (lost) given += 1;
            }
          open += Object.keys(held.open).length;
        },
      ),
      { numRuns: 500, seed: 20261126 },
    );
    expect(Math.min(open, given)).toBeGreaterThan(50);
  });

  const visit = (id: string, outcomeCode: string, more: Fields = {}) => ({ id, fields: { outcomeCode, ...more } });
  const clash = (chosen: 'mine' | 'theirs' | null, of: object = {}) => ({
    ...{ visitId: 'late', field: 'outcomeCode', mine: 'C1', theirs: 'A6', theirsId: 'first', chosen },
    ...of,
  });
  it('is what only one says and what was chosen; what nobody chose, or two chose otherwise, is open', () => {
    const told = [visit('first', 'A6', { food: 'short' }), visit('late', 'C1', { home: 'safe' })];
    expect(whatHolds(told, [clash(null)])).toEqual({
      values: { food: 'short', home: 'safe' },
      open: { outcomeCode: ['A6', 'C1'] },
    });
    expect(whatHolds(told, [clash('mine')]).values.outcomeCode).toBe('C1');
    expect(whatHolds(told, [clash('theirs')]).values.outcomeCode).toBe('A6');
    const third = [...told, visit('third', 'A6')];
    const against = clash('theirs', { visitId: 'third', mine: 'A6', theirs: 'C1', theirsId: 'late' });
    expect(whatHolds(third, [clash('mine'), against]).values.outcomeCode).toBe('C1');
    expect(whatHolds(third, [clash('mine'), { ...against, chosen: 'mine' as const }]).open.outcomeCode).toHaveLength(2);
    const byData = clash('theirs', { field: 'people', mine: 2, theirs: 4, theirsId: null });
    expect(whatHolds([visit('late', 'C1', { people: 2 })], [byData]).values.people).toBe(4);
  });

  it('is nothing of a visit that the township had made again, nor of what was chosen against it', () => {
    const again = [visit('second', 'A6'), visit('late', 'C1')];
    expect(whatHolds(again, [clash('mine')]).open.outcomeCode).toEqual(['A6', 'C1']);
  });
});

const HOLDERS = ['jin', 'nan'] as const;
const side = fc.constantFrom('mine' as const, 'theirs' as const);
const which = fc.constantFrom(0, 1);
const endings = fc.array(fc.constantFrom<Ending>('well', 'well', 'unsent', 'unanswered', 'death'), { maxLength: 4 });
const operation = fc.oneof(
  fc.record({
    is: fc.constant('visit' as const),
    phone: which,
    choice: fc.nat(3),
    outcome: fc.constantFrom('A6', 'C1'),
  }),
  fc.record({ is: fc.constant('sync' as const), phone: which, endings }),
  fc.record({ is: fc.constant('choose' as const), phone: which, side }),
  fc.record({ is: fc.constant('look' as const), phone: which }),
  fc.record({ is: fc.constant('die' as const), phone: which }),
  fc.record({ is: fc.constant('give' as const), choice: fc.nat(3), phone: which }),
  // Written where there is no network, while the task goes to the other, who is quicker.
  fc.record({
    is: fc.constant('race' as const),
    choice: fc.nat(3),
    phone: which,
    side,
    outcome: fc.constantFrom('A6', 'C1'),
  }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

async function play(operations: readonly Operation[]) {
  const desk = new ClashDesk([makeId(), makeId(), makeId()], HOLDERS, PRESENT);
  const phones = HOLDERS.map((holder) => new ChoosingPhone(holder, desk, () => PRESENT));
  for (const one of phones) await one.sync();
  for (const op of operations) {
    if (op.is === 'give') {
      desk.act('give', desk.tasks[op.choice % 3]!, HOLDERS[op.phone]!);
      continue;
    }
    const phone = phones[op.phone]!;
    const other = phones[1 - op.phone]!;
    if (op.is === 'race') {
      phone.visit(op.choice, op.outcome);
      for (const task of desk.tasks) desk.act('give', task, other.holder);
      await other.sync();
      other.visit(op.choice, 'A6');
      await other.sync();
      continue;
    }
    if (op.is === 'visit') phone.visit(op.choice, op.outcome);
    else if (op.is === 'sync') await phone.sync(op.endings);
    else if (op.is === 'choose') phone.choose(op.side);
    else if (op.is === 'look') phone.look();
    else phone.die();
  }
  for (const one of [...phones, ...phones]) await one.sync();
  return { desk, phones };
}

describe('two phones whose visits differ', () => {
  it('show every clash until it is chosen, and choose once on both sides', { timeout: 120_000 }, async () => {
    let [asked, chosen] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 30 }), async (operations) => {
        const { desk, phones } = await play(operations);
        for (const [visit, clashes] of desk.clashes) {
          asked += 1;
          const phone = phones.find((one) => one.finished.includes(visit))!;
          const entry = phone.phone.outbox.find((one) => one.id === visit)!;
          const choice = phone.chosen.get(visit);
          expect(clashesOf(entry)).toEqual(choice ? [] : clashes);
          expect(desk.choices.get(visit) ?? []).toEqual(choice ? [choice] : []);
          if (choice) chosen += 1;
        }
        for (const one of phones)
          expect(one.phone.outbox.filter((entry) => entry.kind === 'choose' && entry.state !== 'sent')).toEqual([]);
        expect([...desk.visits.keys(), ...desk.kept.keys()].sort()).toEqual(
          phones.flatMap((one) => one.finished).sort(),
        );
      }),
      { numRuns: 500, seed: 20261125 },
    );
    expect(Math.min(asked, chosen, asked - chosen)).toBeGreaterThan(20);
  });
});

describe('a household of one’s own', () => {
  const draft = {
    ...startLead('222405105201', PRESENT),
    ...{ household: '崔玉子', outcomeCode: 'A6', cause: null, note: '没有收入', noPlaceReason: '没有信号' },
  };
  const lead = { ...draft.lead!, head: '崔玉子', people: 2, idNumber: '22990119700101123X' };
  const told = { again: false, keptBecause: null, code: null, detail: null, errors: [], task: null };

  it('keeps the ID number until it has arrived and no longer, and can be written again when it was not taken', () => {
    const sent = finishVisit(saveDraft(EMPTY_PHONE, { ...draft, lead }), { ...draft, lead }, PRESENT);
    expect(sent.outbox).toMatchObject([
      { kind: 'lead', taskId: draft.taskId, body: { lead: { idNumber: lead.idNumber } } },
    ]);
    const refused = takeAnswers(sent, [{ id: draft.id, outcome: 'needs-you', ...told }], PRESENT);
    expect(leadDraftOf(refused.outbox[0]!.body)).toEqual(lead);
    // What was seen at a door is never thrown away by reading a refusal.
    expect(seeEntry(refused, draft.id).outbox).toHaveLength(1);
    const taken = takeAnswers(sent, [{ id: draft.id, outcome: 'applied', ...told }], PRESENT);
    expect(JSON.stringify(taken)).not.toContain(lead.idNumber);
    expect(taken.outbox[0]!.state).toBe('sent');
    expect(
      addMove(taken, { kind: 'accept', taskId: draft.taskId, household: '', body: {} }, PRESENT).outbox,
    ).toHaveLength(2);
  });
});
