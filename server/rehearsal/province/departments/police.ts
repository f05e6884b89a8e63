// The police: the registry, whole at first and changes later, and cancelled registrations of the dead.
import { headOf } from '../aid.ts';
import { writeDay } from '../calendar.ts';
import { mix } from '../draw.ts';
import { isThere, type Person } from '../household.ts';
import { type Desk, monthOfDelivery } from './desk.ts';

export function tellRegistry(desk: Desk): void {
  const { world, household } = desk;
  const first = monthOfDelivery(world, 0);
  const last = world.calendar.count - 1;
  for (const person of household.people) {
    if (person.from <= first && person.until >= first) enter(desk, person, first);
  }
  for (let month = first + 1; month <= last; month++) {
    const moved = household.moves.some((one) => one.month === month);
    const head = headOf(household, month);
    const isNewHead = head !== undefined && head !== headOf(household, month - 1) && head.from < month;
    for (const person of household.people) {
      if (person.from === month || ((moved || (isNewHead && person === head)) && isThere(person, month)))
        enter(desk, person, month);
    }
  }
}

function enter(desk: Desk, person: Person, month: number): void {
  const { world, household } = desk;
  const place = household.moves.filter((one) => one.month <= month).at(-1) ?? household;
  const isDead = person.cancelledAt !== undefined && person.cancelledAt >> 5 < month;
  const isHead = headOf(household, month) === person;
  const relation = isHead ? '户主' : person.relation !== '户主' ? person.relation : isDead ? '原户主' : '其他亲属';
  const phone = mix(household.index, person.slot, world.seed);
  desk.list('registry', month - monthOfDelivery(world, 0), [
    household.number,
    person.name,
    person.id,
    relation,
    person.isMale ? '男' : '女',
    person.bornOn,
    household.settlement === 'urban' ? '非农业' : '农业',
    place.village,
    place.address,
    phone % 3 === 0 ? '' : `1440000${String(phone % 10_000).padStart(4, '0')}`,
  ]);
}

export function tellDeaths(desk: Desk): void {
  const { world, household } = desk;
  for (const { name, id, diesAt, cancelledAt } of household.people) {
    if (diesAt === undefined || cancelledAt! >> 5 >= world.calendar.count) continue;
    const cells = [name, id, writeDay(world.calendar, diesAt), writeDay(world.calendar, cancelledAt!)];
    desk.tell('deaths', cancelledAt! >> 5, cells);
  }
}
