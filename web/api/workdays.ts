// Which days are worked, as the service told it: what it says of a day stands above the public calendar (web/ui/workdays.ts).
import type { Me } from '../../server/access/model.ts';

let years: Me['workdays'] = {};

/** Sets what the service said with the session. */
export function setWorkdays(told: Me['workdays']): void {
  years = told;
}

/** Whether a day (`YYYY-MM-DD`) is worked by what was told; undefined where nothing was. */
export function toldWorkday(day: string): boolean | undefined {
  const year = years[day.slice(0, 4)];
  if (year?.holidays.includes(day)) return false;
  if (year?.workdays.includes(day)) return true;
  return undefined;
}
