// The lives behind the files: people are at one place at a time, the dead earn nothing, numbers are nobody's and nobody's twice.
import { describe, expect, it } from 'vitest';
import { birthOf, readId, sexOf } from '../../server/flow/ingest/identity.ts';
import { isPaid } from '../../server/rehearsal/province/aid.ts';
import { calendarOf } from '../../server/rehearsal/province/calendar.ts';
import { KINDS, ROLLS } from '../../server/rehearsal/province/calibration.ts';
import { type Household, isThere } from '../../server/rehearsal/province/household.ts';
import { identityOf, MOST_HOUSEHOLDS, SLOTS, writeId } from '../../server/rehearsal/province/ids.ts';
import { liveOn } from '../../server/rehearsal/province/life.ts';
import { kindOf, settle, totalsOf } from '../../server/rehearsal/province/places.ts';
import { makeWorld, type World } from '../../server/rehearsal/province/world.ts';

const calendar = calendarOf('2026-10', 24);
const world = makeWorld({ seed: 3, households: 900, calendar, deliveries: 6 });
const households = livesOf(world);
const people = households.flatMap((household) => household.people);

function livesOf(of: World): Household[] {
  return of.villages.flatMap(({ code, settlement, count, first, rank }) => {
    const homes = Array.from({ length: count }, (_, at) => {
      return { index: first + at, village: code, settlement, kind: kindOf(of.totals, settlement, rank + at) };
    });
    return homes.flatMap((_, at) => (at % 2 === 0 ? liveOn(of, homes.slice(at, at + 2)) : []));
  });
}

describe('people', () => {
  it('live in one household at a time', () => {
    const places = people.flatMap((person) => {
      return calendar.written.flatMap((written, month) => (isThere(person, month) ? [`${person.id} ${written}`] : []));
    });
    expect(new Set(places).size).toBe(places.length);
    const moved = people.filter((person) => person.from > 0 && person.slot < 6);
    expect(moved.length).toBeGreaterThan(3);
  });

  it('have a right number of their own, of a county that never was, which says when they were born', () => {
    const ids = new Map(people.map((person) => [person.id, person]));
    expect(ids.size).toBeGreaterThan(1200);
    const wrong = [...ids].filter(([id, person]) => {
      const says = birthOf(id) === person.bornOn && (sexOf(id) === 'male') === person.isMale;
      return readId(id, false, true) !== id || !id.startsWith('2299') || !says;
    });
    expect(wrong).toEqual([]);
    const names = new Map<string, string>();
    for (const { id, name } of people) names.set(id, name);
    expect(people.filter(({ id, name }) => names.get(id) !== name)).toEqual([]);
  });

  it('earn nothing after the month in which they died, and are settled no bill', () => {
    const dead = people.filter((person) => person.diesAt !== undefined);
    expect(dead.length).toBeGreaterThan(50);
    const after = dead.flatMap(({ diesAt, wages, base, informal }) => {
      return [wages, base, informal].flatMap((amounts) => Array.from(amounts.slice((diesAt! >> 5) + 1)));
    });
    expect(after.filter((amount) => amount !== 0)).toEqual([]);
    const bills = households.flatMap((household) => household.bills);
    expect(bills.filter(({ person, day }) => person.diesAt !== undefined && day > person.diesAt)).toEqual([]);
    expect(bills.filter(({ person, day }) => !isThere(person, day >> 5))).toEqual([]);
  });

  it('are on one list at a time, but for those entered twice by mistake', () => {
    const twice = households.filter(({ aid }) => {
      return aid.some((line) =>
        aid.some((other) => other !== line && other.person === line.person && overlap(line, other)),
      );
    });
    const mistaken = households.filter(({ episodes }) => episodes.some((one) => one.kind === 'doubled'));
    expect(
      twice.map((household) => household.number).filter((number) => !mistaken.some((one) => one.number === number)),
    ).toEqual([]);
  });
});

function overlap(...lines: Parameters<typeof isPaid>[0][]): boolean {
  return calendar.written.some((_, month) => lines.every((line) => isPaid(line, month)));
}

describe('identity numbers', () => {
  it('are never given twice, to the last household there is room for', () => {
    const seen = new Set<string>();
    const indexes = [0, 1, 2, 999_999, 1_000_000, MOST_HOUSEHOLDS - 1];
    for (let at = 0; at < 1000; at++) indexes.push(3 + at * Math.floor((MOST_HOUSEHOLDS - 10) / 1001));
    const all = new Set(indexes);
    for (const index of all)
      for (let slot = 0; slot < SLOTS; slot++) seen.add(writeId(identityOf(index, slot), 1970, true));
    expect(seen.size).toBe(all.size * SLOTS);
  });
});

describe('places', () => {
  it('hold every household once, each kind as often as the published rolls say', () => {
    const { urban, rural } = totalsOf(1_000_000);
    expect(urban.dibao + rural.dibao).toBe(ROLLS.dibaoHouseholds);
    const counts = new Map(KINDS.map((kind) => [kind, 0]));
    for (const { settlement, count, rank } of world.villages) {
      for (let at = 0; at < count; at++) {
        const kind = kindOf(world.totals, settlement, rank + at);
        counts.set(kind, counts.get(kind)! + 1);
      }
    }
    for (const kind of KINDS) expect(counts.get(kind)).toBe(world.totals.urban[kind] + world.totals.rural[kind]);
  });

  it('reach every county, keep neighbours together, and never leave out the townships of the cast', () => {
    const villages = settle(6000, 1);
    expect(villages.reduce((sum, village) => sum + village.count, 0)).toBe(6000);
    expect(new Set(villages.map((village) => village.county)).size).toBe(69);
    for (const township of ['222405105', '222405001', '220102001', '222403100']) {
      expect(villages.some((village) => village.code.startsWith(township))).toBe(true);
    }
    expect(6000 / villages.length).toBeGreaterThan(15);
    expect(settle(1_000_000, 1).length).toBeGreaterThan(11_500);
  });
});
