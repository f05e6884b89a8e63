// How a rehearsal's past comes about: at each phase the staff have worked up to then, a delivery may come, and the flow turns. Which
// phases there are follows from the deliveries alone; which are done is kept, so that a start that was killed goes on.
import { addDays, dayOf, instantAt } from '../kernel/clock.ts';
import { type Delivery, morningOf } from './deliveries.ts';

export interface Phase {
  at: Date;
  delivery?: Delivery;
}

/** Between two deliveries the flow turns so often; each night would be truer and cost a minute more. */
const BETWEEN_DAYS = 14;
const NIGHT = '02:30';

/** The phases of these deliveries, in order, after `since`; the last delivery comes on its month's last morning. */
export function phasesOf(deliveries: readonly Delivery[], since?: Date): Phase[] {
  const phases: Phase[] = [];
  let before = since;
  deliveries.forEach((delivery, index) => {
    const at = morningOf(delivery.month, index === deliveries.length - 1);
    if (before) phases.push(...nightsBetween(before, at).map((night) => ({ at: night })));
    phases.push({ at, delivery });
    before = at;
  });
  return phases;
}

function nightsBetween(from: Date, until: Date): Date[] {
  const nights: Date[] = [];
  for (let day = addDays(dayOf(from), BETWEEN_DAYS); ; day = addDays(day, BETWEEN_DAYS)) {
    const night = instantAt(day, NIGHT);
    if (night.getTime() > until.getTime() - (BETWEEN_DAYS / 2) * 86_400_000) return nights;
    nights.push(night);
  }
}
