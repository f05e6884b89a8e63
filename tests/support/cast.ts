// The cast as tests call it. Who they are: server/access/cast.ts.
import { instantAt } from '../../server/kernel/clock.ts';

/** The password of every member in tests. */
export const CAST_PASSWORD = 'the-cast-in-tests';

/** When tests take place, unless they say otherwise. */
export const PRESENT = instantAt('2026-10-15', '09:00');

/** Longjing: whose data tests make. */
export const HOME = {
  county: '222405',
  township: '222405105',
  village: '222405105201',
  dispatcher: 'longjing',
  officer: 'longjing-zhixin',
  coordinator: 'longjing-zhixin-village',
} as const;

/** Dunhua: who must see nothing of it. */
export const NEIGHBOUR = {
  county: '222403',
  township: '222403100',
  dispatcher: 'dunhua',
  officer: 'dunhua-dashitou',
  coordinator: 'dunhua-dashitou-village',
} as const;

/** Every account that has no business in Longjing: the neighbour's, the other prefecture's, and another department's liaison. */
export const NEIGHBOURS = ['dunhua', 'dunhua-dashitou', 'dunhua-dashitou-village', 'changchun', 'tax'] as const;
