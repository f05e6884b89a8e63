// What invented staff do next: only what a person could do then, never before it was possible, and the same by the same seed.

import { describe, expect, it } from 'vitest';
import { OPEN_TASK_STATES, TASK_MOVES } from '../../server/flow/tasks/model.ts';
import { VisitInput } from '../../server/flow/visits/model.ts';
import { dayOf, instantAt } from '../../server/kernel/clock.ts';
import { nextMove, paceOf, type Standing } from '../../server/rehearsal/hands-plan.ts';
import { visitOf } from '../../server/rehearsal/hands-visit.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import fc from '../support/property.ts';

const { workdays } = CATALOGUE.deadlines;
const OPENED = instantAt('2026-06-01', '09:00');
const hours = (count: number) => new Date(OPENED.getTime() + count * 3_600_000);

const standing = fc
  .record({
    state: fc.constantFrom(...OPEN_TASK_STATES),
    severity: fc.constantFrom('red', 'orange', 'yellow', 'blue'),
    household: fc.integer({ min: 1, max: 9999 }).map((number) => `H${number}`),
    version: fc.integer({ min: 1, max: 9 }),
    stateAfter: fc.integer({ min: 0, max: 400 }),
    visits: fc.integer({ min: 0, max: 2 }),
  })
  .map(
    ({ stateAfter, ...of }): Standing => ({
      ...of,
      ...{ id: 'x', kind: 'help', county: '222405', area: '222405105201', assigneeId: null },
      ...{ openedAt: OPENED, stateAt: hours(stateAfter) },
      ...{ dispatchDueAt: hours(24), visitDueAt: hours(72), confirmDueAt: hours(96) },
    }),
  );

describe('the next move', () => {
  it('is one the state allows, after the task came to stand so, by daylight, and always the same', () => {
    fc.assert(
      fc.property(standing, fc.integer({ min: 1, max: 99 }), (task, seed) => {
        const of = { seed, pace: paceOf(seed, task.county), workdays };
        const next = nextMove(task, of);
        expect(nextMove(task, of)).toEqual(next);
        if (!next) return;
        expect(TASK_MOVES[next.move].from).toContain(task.state);
        expect(next.at.getTime()).toBeGreaterThan(task.stateAt.getTime());
        expect(next.at >= instantAt(dayOf(next.at), '08:00')).toBe(true);
        expect(next.at <= instantAt(dayOf(next.at), '18:30')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves some tasks lying, and some counties late', () => {
    const paces = Array.from({ length: 60 }, (_, at) => paceOf(1, String(220102 + at)));
    const [slow, quick] = [paces.filter(({ speed }) => speed > 1), paces.filter(({ speed }) => speed < 0.5)];
    expect(slow.length).toBeGreaterThan(2);
    expect(quick.length).toBeGreaterThan(10);
    expect(paces.every(({ forgotten }) => forgotten > 0 && forgotten < 0.31)).toBe(true);
  });
});

describe('a visit', () => {
  const door = { taskId: crypto.randomUUID(), members: 3, firstOutcome: null, isOnAid: false } as const;
  const groupsOf = (of: { asKind: 'help' | 'exit'; isRight: boolean }) => {
    const codes = Array.from({ length: 300 }, (_, key) => {
      const visit = visitOf({ ...door, ...of, cause: 'illness', centre: [129, 42] }, { seed: 1, key, at: OPENED });
      return VisitInput.parse(visit).outcomeCode;
    });
    for (const code of codes) {
      const outcome = CATALOGUE.outcomes.find((one) => one.code === code);
      expect(outcome?.kinds, code).toContain(of.asKind);
    }
    const confirms = codes.map((code) => CATALOGUE.outcomes.find((one) => one.code === code)!.confirms);
    return confirms.filter((is) => is === true).length / confirms.filter((is) => is !== null).length;
  };

  it('can be sent as it is, with an outcome that fits the task, and mostly sees what is so', () => {
    expect(groupsOf({ asKind: 'help', isRight: true })).toBeGreaterThan(0.9);
    expect(groupsOf({ asKind: 'help', isRight: false })).toBeLessThan(0.1);
    expect(groupsOf({ asKind: 'exit', isRight: true })).toBeGreaterThan(0.9);
    expect(groupsOf({ asKind: 'exit', isRight: false })).toBeLessThan(0.1);
  });

  it('of a second look mostly agrees with the first', () => {
    const of = { ...door, asKind: 'help', cause: null, isRight: false, centre: undefined } as const;
    const codes = Array.from(
      { length: 300 },
      (_, key) => visitOf({ ...of, firstOutcome: 'A7' }, { seed: 1, key, at: OPENED }).outcomeCode,
    );
    const agreed = codes.filter((code) => code === 'A7').length / codes.length;
    expect(agreed).toBeGreaterThan(0.8);
    expect(agreed).toBeLessThan(1);
  });
});
