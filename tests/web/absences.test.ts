// The calendar of absences: who stands in, who else serves the village, and where nobody takes care.
import { describe, expect, it } from 'vitest';
import type { AbsenceRow, TeamMember } from '../../server/flow/tasks/desk/model.ts';
import {
  absenceOn,
  absencesIn,
  daysOfMonth,
  holesOf,
  monthRows,
  runsOf,
  stateOn,
  stepMonth,
} from '../../web/features/absences/month.ts';

const member = (id: string, ...places: string[]): TeamMember => ({
  ...{ id, name: id, county: '222405', township: '智新镇', places, inHand: 0, accepted: 0, capacity: 8 },
});
const away = (id: string, fromOn: string, untilOn: string, given: Partial<AbsenceRow> = {}): AbsenceRow => ({
  ...{ id: `${id}-${fromOn}`, user: { id, name: id }, cover: null, fromOn, untilOn, reason: '探亲' },
  ...{ madeAt: '2026-10-01T00:00:00Z', endedAt: null, isNow: false, ...given },
});
const cover = (id: string) => ({ cover: { id, name: id } });
const [ONE, TWO] = ['222405105201', '222405105202'];

describe('a day', () => {
  const team = [member('a', ONE), member('b', TWO), member('c', ONE, TWO)];
  const on = (id: string, absences: AbsenceRow[], people = team) =>
    stateOn(people.find((one) => one.id === id)!, '2026-10-12', { team: people, absences });

  it('is somebody’s at work, covered, shared with another of the village, or nobody’s', () => {
    expect(on('a', [away('b', '2026-10-10', '2026-10-14')])).toBe('here');
    expect(on('a', [away('a', '2026-10-10', '2026-10-14', cover('b'))])).toBe('covered');
    expect(on('a', [away('a', '2026-10-10', '2026-10-14')])).toBe('shared');
    expect(on('a', [away('a', '2026-10-10', '2026-10-14')], [team[0]!, team[1]!])).toBe('hole');
  });

  it('is a hole when who stands in is away too, and when of several villages one has nobody', () => {
    const both = [away('a', '2026-10-10', '2026-10-14', cover('b')), away('b', '2026-10-12', '2026-10-12')];
    expect(on('a', both, [team[0]!, team[1]!])).toBe('hole');
    expect(on('c', [away('c', '2026-10-12', '2026-10-12')], [team[0]!, team[2]!])).toBe('hole');
    expect(on('c', [away('c', '2026-10-12', '2026-10-12')])).toBe('shared');
  });

  it('follows the later made of two entries, and none that was taken back', () => {
    const absences = [
      away('a', '2026-10-10', '2026-10-14'),
      away('a', '2026-10-12', '2026-10-12', { ...cover('b'), madeAt: '2026-10-02T00:00:00Z' }),
      away('b', '2026-10-12', '2026-10-12', { endedAt: '2026-10-11T00:00:00Z' }),
    ];
    expect(absenceOn(absences, 'a', '2026-10-12')?.cover?.id).toBe('b');
    expect(on('a', absences)).toBe('covered');
  });

  it('whoever serves the whole township serves its villages', () => {
    const people = [member('a', ONE), member('all', '222405105')];
    expect(on('a', [away('a', '2026-10-12', '2026-10-12')], people)).toBe('shared');
  });
});

describe('a month', () => {
  it('has its days, and its neighbours over the turn of the year', () => {
    expect(daysOfMonth('2028-02')).toHaveLength(29);
    expect([stepMonth('2026-12', 1), stepMonth('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });

  it('shows who is away in it, also from before and beyond; its holes as runs of days', () => {
    const team = [member('a', ONE), member('b', TWO)];
    const absences = [
      away('a', '2026-09-28', '2026-10-02'),
      away('b', '2026-10-02', '2026-10-04'),
      away('b', '2026-10-30', '2026-11-02'),
    ];
    expect(absencesIn(absences, '2026-10').map((one) => one.user.id)).toEqual(['a', 'b', 'b']);
    expect(absencesIn(absences, '2026-12')).toEqual([]);
    const rows = monthRows('2026-10', { team, absences, isAll: false });
    expect(runsOf(holesOf(rows, daysOfMonth('2026-10')))).toEqual([
      ['2026-10-01', '2026-10-04'],
      ['2026-10-30', '2026-10-31'],
    ]);
    expect(monthRows('2026-12', { team, absences, isAll: false })).toEqual([]);
    expect(monthRows('2026-12', { team, absences, isAll: true })).toHaveLength(2);
  });
});
