// The phone's watch over its own clock, and what was dated by a wrong one. Pure.

import { describe, expect, it } from 'vitest';
import type { FieldSync } from '../../server/field/model.ts';
import { readTold, type Told } from '../../server/phones/model.ts';
import { makeClock } from '../../web/offline/clock.ts';
import { startDraft } from '../../web/offline/draft.ts';
import { addMove, EMPTY_PHONE, finishVisit, type Phone, saveDraft, takeSync } from '../../web/offline/phone.ts';
import { latestTime } from '../../web/offline/right-time.ts';
import { type Doors, syncOnce } from '../../web/offline/sync.ts';
import { countUnsent, writeTold } from '../../web/offline/told.ts';
import fc from '../support/property.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOON = Date.parse('2026-10-15T12:00:00+08:00');

/** A phone in the hand: its clock can be set, and it can sleep. */
function makeHand(wrongBy: number) {
  let [real, wall, steady] = [NOON, NOON + wrongBy, 5_000];
  return {
    clocks: { wall: () => wall, steady: () => steady },
    real: () => real,
    wait(time: number) {
      [real, wall, steady] = [real + time, wall + time, steady + time];
    },
    sleep(time: number) {
      [real, wall] = [real + time, wall + time];
    },
    set(by: number) {
      wall += by;
    },
  };
}

describe('the clock', () => {
  it('keeps the service’s time whatever the phone’s own is set to while it is looked at', () => {
    const step = fc.oneof(
      fc.record({ is: fc.constant('wait' as const), by: fc.integer({ min: 0, max: DAY }) }),
      fc.record({ is: fc.constant('set' as const), by: fc.integer({ min: -400 * DAY, max: 400 * DAY }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -5 * DAY, max: 5 * DAY }), fc.array(step, { maxLength: 30 }), (wrong, steps) => {
        const hand = makeHand(wrong);
        const clock = makeClock(hand.clocks, { offset: -wrong, floor: NOON });
        let sets = 0;
        for (const { is, by } of steps) {
          hand[is](by);
          if (is === 'set') sets += 1;
          // Of each setting no more is lost than what passes for noise.
          expect(Math.abs(clock.now() - hand.real())).toBeLessThanOrEqual(2_000 * sets);
        }
      }),
    );
  });

  it('takes a leap out of sight for sleep, and doubts it until it has been told', () => {
    const hand = makeHand(0);
    const clock = makeClock(hand.clocks, { offset: 0, floor: 0 });
    clock.setOffset(0);
    clock.rest();
    hand.sleep(9 * HOUR);
    expect(clock.now()).toBe(hand.real());
    expect(clock.isSure()).toBe(false);
    clock.setOffset(0);
    expect(clock.isSure()).toBe(true);
    clock.rest();
    hand.set(-3 * DAY); // no sleep goes backwards
    expect(clock.now()).toBe(hand.real());
    expect(clock.isSure()).toBe(true);
  });

  it('is not fooled by a battery that died and a clock in the year of its making', () => {
    const hand = makeHand(-3000 * DAY);
    const clock = makeClock(hand.clocks, { offset: 0, floor: NOON - HOUR });
    expect(clock.now()).toBe(NOON - HOUR);
    hand.wait(HOUR);
    expect(clock.now()).toBe(NOON);
    expect(clock.isSure()).toBe(false);
  });
});

const iso = (time: number) => new Date(time).toISOString();
const news = (now: number, given: Partial<FieldSync> = {}): FieldSync => ({
  ...{ now: iso(now), user: { id: 'u', name: '某' }, isRehearsal: false, cursor: '', items: [], ids: [], words: null },
  ...given,
});
/** Opened at `openedAt` by a clock that was believed to be right. */
const phoneAt = (openedAt: number): Phone => ({
  ...EMPTY_PHONE,
  profile: { ...EMPTY_PHONE.profile, syncedAt: iso(openedAt - DAY), openedAt: iso(openedAt) },
});
const visitOn = (phone: Phone, task: string, at: number) =>
  finishVisit(phone, { ...startDraft(task, '某', new Date(at)), noPlaceReason: '没有信号' }, new Date(at));

describe('what a wrong clock has dated', () => {
  it('moves by as much as it was off, and nothing of before', () => {
    const wrong = NOON + 3 * DAY; // what the phone showed, three days fast
    let phone = visitOn(phoneAt(wrong), 'a', wrong + HOUR);
    phone = visitOn(phone, 'b', NOON - 2 * DAY); // written before this opening, by a clock that was right
    phone = saveDraft(phone, startDraft('c', '某', new Date(wrong + 2 * HOUR)));
    const right = takeSync(phone, news(NOON + 3 * HOUR), wrong + 3 * HOUR);
    const visitedAt = right.outbox.map((entry) => entry.body.visitedAt);
    expect(visitedAt).toEqual([iso(NOON + HOUR), iso(NOON - 2 * DAY)]);
    expect(right.outbox.map((entry) => entry.madeAt)).toEqual(visitedAt);
    expect(right.drafts[0]!.visitedAt).toBe(iso(NOON + 2 * HOUR));
    expect(right.profile.offset).toBe(-3 * DAY);
    expect(latestTime(right)).toBe(NOON + 3 * HOUR);
  });

  it('is never later than the present, and stays the same object when it is right', () => {
    const early = takeSync(
      visitOn(phoneAt(NOON), 'a', NOON - HOUR),
      news(NOON - 5 * HOUR, { isRehearsal: true }),
      NOON,
    );
    expect(early.outbox[0]!.body.visitedAt).toBe(iso(NOON - 5 * HOUR));
    const fine = visitOn(phoneAt(NOON), 'a', NOON + HOUR);
    expect(takeSync(fine, news(NOON + 2 * HOUR), NOON + 2 * HOUR + 900).outbox[0]).toBe(fine.outbox[0]);
  });

  it('stays right when a page that is still open saves what it had, and when it is finished there', () => {
    const wrong = NOON + 3 * DAY;
    const open = startDraft('c', '某', new Date(wrong + HOUR));
    const told = takeSync(saveDraft(phoneAt(wrong), open), news(NOON + 2 * HOUR), wrong + 2 * HOUR);
    const saved = saveDraft(told, { ...open, note: '还在写' });
    expect(saved.drafts).toMatchObject([{ note: '还在写', visitedAt: iso(NOON + HOUR) }]);
    const [entry] = finishVisit(told, { ...open, note: '写完了' }, new Date(NOON + 3 * HOUR)).outbox;
    expect(entry!.body.visitedAt).toBe(iso(NOON + HOUR));
  });

  it('is put right before it is sent', async () => {
    const wrong = NOON + 3 * DAY;
    let phone = visitOn(phoneAt(wrong), 'a', wrong + HOUR);
    let isSure = false;
    const sent: unknown[] = [];
    const doors: Doors = {
      async send(changes) {
        sent.push(...changes.map(({ body }) => (body as { visitedAt: string }).visitedAt));
        return { now: iso(NOON + 2 * HOUR), items: [] };
      },
      async fetch() {
        isSure = true;
        return news(NOON + 2 * HOUR);
      },
      refusalOf: () => 'offline',
      now: () => wrong + 2 * HOUR,
      clock: { isSure: () => isSure, offset: () => 0 },
    };
    const change = async (make: (before: Phone) => Phone) => {
      phone = make(phone);
    };
    await syncOnce({ read: () => phone, change, note: change }, doors);
    expect(sent).toEqual([iso(NOON + HOUR)]);
  });

  it('is left alone where the leap was seen, and not yet written down', async () => {
    const wall = NOON + 3 * DAY; // set three days forward, before the eyes of the clock
    let phone = visitOn(phoneAt(NOON), 'a', NOON + HOUR);
    const doors: Doors = {
      send: async () => ({ now: iso(NOON + 2 * HOUR), items: [] }),
      fetch: async () => news(NOON + 2 * HOUR),
      refusalOf: () => 'offline',
      now: () => wall + 2 * HOUR,
      clock: { isSure: () => false, offset: () => -3 * DAY },
    };
    const change = async (make: (before: Phone) => Phone) => {
      phone = make(phone);
    };
    await syncOnce({ read: () => phone, change, note: change }, doors);
    expect(phone.outbox[0]!.madeAt).toBe(iso(NOON + HOUR));
    expect(phone.profile.offset).toBe(-3 * DAY);
  });
});

describe('what a phone tells', () => {
  it('is read as it was written', () => {
    const count = fc.integer({ min: 0, max: 99_999 });
    const size = fc.option(fc.integer({ min: 0, max: 1e14 }));
    const some = fc.record<Told>({
      ...{ id: fc.uuid(), secretHash: fc.constant('0f'.repeat(32)), version: fc.stringMatching(/^[\w.+-]{1,40}$/) },
      ...{ unsent: count, unsentSince: size, stuck: count, photos: count, used: size, quota: size },
      clock: fc.integer({ min: 0, max: 1e14 }),
    });
    fc.assert(
      fc.property(some, (told) => {
        expect(readTold(writeTold(told))).toEqual(told);
      }),
    );
    expect(readTold('1;2;3')).toBeUndefined();
  });

  it('counts what this phone alone holds, and since when', () => {
    let phone = visitOn(phoneAt(NOON), 'a', NOON + HOUR);
    phone = addMove(phone, { kind: 'accept', taskId: 'b', household: '某', body: {} }, new Date(NOON + 2 * HOUR));
    expect(countUnsent(phone)).toEqual({ unsent: 2, unsentSince: NOON + HOUR, stuck: 0 });
    expect(countUnsent(EMPTY_PHONE)).toEqual({ unsent: 0, unsentSince: null, stuck: 0 });
  });
});
