// Who is watched against a return to poverty, and from when until the risk is held to be gone. A rural list.
import { writeMonth } from './calendar.ts';
import { CONCERN, Draw } from './draw.ts';
import type { Household } from './household.ts';
import { spellsOf } from './need.ts';
import type { World } from './world.ts';

const CATEGORIES = ['脱贫不稳定户', '边缘易致贫户', '突发严重困难户'];
const RISKS = ['因病', '因残', '因灾', '因学', '收入骤减', '缺劳力'];
const RISK_OF: Record<string, string> = {
  illness: '因病',
  disability: '因残',
  disaster: '因灾',
  'job-loss': '收入骤减',
  death: '缺劳力',
};
/** Rural dibao households that are watched too. */
const ON_DIBAO = 0.025;
const NOTICED = 0.22;

/** Puts the household on the list, if it is one of those; run after the aid. */
export function watchHousehold(world: World, household: Household): void {
  if (household.settlement === 'urban' || household.kind === 'tekun') return;
  const draw = new Draw(world.seed, household.index, CONCERN.monitored);
  const isWatched = household.kind === 'monitored' || (household.kind === 'dibao' && draw.chance(ON_DIBAO));
  const day = String(draw.whole(1, 28)).padStart(2, '0');
  if (isWatched) {
    const from = -draw.whole(1, 30);
    const removed = draw.chance(0.35) ? draw.whole(-6, world.calendar.count + 12) : undefined;
    household.monitored = {
      category: draw.pick(CATEGORIES),
      risk: draw.pick(RISKS),
      on: `${writeMonth(world.calendar, from)}-${day}`,
      from,
      removed,
    };
    return;
  }
  for (const spell of spellsOf(world, household)) {
    if (!draw.chance(NOTICED)) continue;
    const from = spell.from + draw.whole(1, 5);
    if (from >= world.calendar.count) return;
    const cause = household.episodes.filter((one) => one.on >> 5 <= spell.from).at(-1);
    const risk = RISK_OF[cause?.kind ?? ''] ?? '收入骤减';
    const removed = spell.until + draw.whole(6, 12);
    household.monitored = {
      category: '突发严重困难户',
      risk,
      on: `${writeMonth(world.calendar, from)}-${day}`,
      from,
      removed,
    };
    return;
  }
}
