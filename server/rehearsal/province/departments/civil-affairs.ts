// Civil affairs and agriculture: whole lists of who is on aid, and of who is watched.

import { headOf, isPaid } from '../aid.ts';
import { writeMonth } from '../calendar.ts';
import { mix } from '../draw.ts';
import { aidIn } from '../need.ts';
import { type Desk, monthOfDelivery } from './desk.ts';

/** Months that a line which ended, or a risk that is gone, is still shown. */
const SHOWN = { ended: 3, removed: 6 } as const;

export function tellRoster(desk: Desk): void {
  const { world, household } = desk;
  if (household.aid.length === 0) return;
  for (let delivery = 0; delivery < world.deliveries; delivery++) {
    const month = monthOfDelivery(world, delivery);
    const head = headOf(household, month);
    for (const line of household.aid) {
      const { person, until, category, start } = line;
      const isEnded = delivery === 0 && until !== undefined && until < month && until >= month - SHOWN.ended;
      if (!isPaid(line, month) && !isEnded) continue;
      const amount = aidIn(line, household.standard, Math.min(month, until ?? month)) / 100;
      const headId = !head || mix(household.index, 31) % 5 === 0 ? '' : head.id;
      const end = isEnded ? writeMonth(world.calendar, until).replace('-', '') : '';
      desk.list('aid-roster', delivery, [person.name, person.id, headId, category, String(amount), start, end]);
    }
  }
}

export function tellMonitored(desk: Desk): void {
  const { world, household } = desk;
  const { monitored } = household;
  if (!monitored) return;
  const head = headOf(household, Math.max(0, monitored.from));
  if (!head) return;
  for (let delivery = 0; delivery < world.deliveries; delivery++) {
    const month = monthOfDelivery(world, delivery);
    if (monitored.from > month || (monitored.removed !== undefined && month > monitored.removed + SHOWN.removed))
      continue;
    const isRemoved = monitored.removed !== undefined && monitored.removed <= month;
    const cells = [head.name, head.id, monitored.category, monitored.on, monitored.risk, isRemoved ? '是' : '否'];
    desk.list('return-to-poverty', delivery, cells);
  }
}
