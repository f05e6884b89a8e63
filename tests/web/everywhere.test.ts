// The pure half of what every page shares: borders unpacked, the rail of each role, what a hint makes old, where a word's meaning floats.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACTIONS, mayDo, ROLES, type Role } from '../../server/access/model.ts';
import { packBorders } from '../../server/insight/borders.ts';
import { unpackBorders } from '../../web/api/borders.ts';
import { staleBy, waitBefore } from '../../web/api/live.ts';
import { homeOf } from '../../web/features/session/home.ts';
import { MOST, RAIL_ADDRESSES, railOf } from '../../web/routes/desk/rail-entries.ts';
import { placeBeside } from '../../web/ui/term.tsx';

it.each(['borders', 'prefectures'])('%s come back from packing point by point', (file) => {
  const geojson = JSON.parse(readFileSync(`db/areas/${file}.json`, 'utf8'));
  const packed = packBorders(geojson);
  expect(unpackBorders(packed)).toEqual(geojson);
  expect(JSON.stringify(packed).length).toBeLessThan(JSON.stringify(geojson).length / 2);
});

describe('the rail', () => {
  const actions = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];
  const rail = (role: Role) =>
    railOf({ role, actions: actions.filter((action) => mayDo(role, action)), isRehearsal: true });
  const atDesk = ROLES.filter((role) => role !== 'village-coordinator');

  it.each(atDesk)('of a %s begins with their home and shows no more than fits', (role) => {
    const { shown, more } = rail(role);
    expect(shown[0]?.to).toBe(homeOf(role));
    expect(shown.length + (more.length > 0 ? 1 : 0)).toBeLessThanOrEqual(MOST);
    const all = [...shown, ...more].map(({ to }) => to);
    expect(new Set(all).size).toBe(all.length);
  });

  it('leads only to pages that there are', () => {
    const router = readFileSync('web/routes/router.tsx', 'utf8');
    expect(RAIL_ADDRESSES.filter((to) => !new RegExp(`path="${to}(["/])`).test(router))).toEqual([]);
  });

  it('hides nothing behind 更多 while all fits', () => {
    expect(railOf({ role: 'auditor', actions: ['audit.read'], isRehearsal: false })).toMatchObject({
      shown: [{ to: '/audit' }],
      more: [],
    });
    expect(railOf({ role: 'auditor', actions: [], isRehearsal: false }).shown).toMatchObject([{ to: '/start' }]);
  });
});

describe('live hints', () => {
  it('make old what shows the thing, and nothing when they are not known', () => {
    expect(staleBy('task.dispatch')).toContain('tasks');
    expect(staleBy('ticket.answer')).toEqual(['tickets']);
    expect(staleBy('undefined')).toEqual([]);
  });

  it('are waited for longer and longer, but never more than half a minute', () => {
    expect([0, 1, 2, 5, 20].map(waitBefore)).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
  });
});

it('a word’s meaning floats below it, above it at the window’s foot, and never beyond its sides', () => {
  const screen = { width: 1366, height: 768 };
  expect(placeBeside({ left: 100, top: 100, bottom: 120 }, screen)).toEqual({ left: 100, top: 126 });
  expect(placeBeside({ left: 100, top: 700, bottom: 720 }, screen)).toEqual({ left: 100, bottom: 74 });
  expect(placeBeside({ left: 1300, top: 100, bottom: 120 }, screen).left + 280).toBeLessThanOrEqual(screen.width);
  expect(placeBeside({ left: 0, top: 100, bottom: 120 }, screen).left).toBeGreaterThan(0);
});
