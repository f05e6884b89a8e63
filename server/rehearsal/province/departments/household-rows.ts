// Emergency management, housing and traffic police: what is told by the head of the household, and vehicles by their owner.
import { headOf } from '../aid.ts';
import { writeDay } from '../calendar.ts';
import type { Desk } from './desk.ts';
import { yuan } from './forms.ts';

export function tellDisasters(desk: Desk): void {
  for (const { event, sort, day, damage, loss } of desk.household.disasters) {
    const head = headOf(desk.household, day >> 5);
    if (!head) continue;
    desk.tell('disaster-families', day >> 5, [
      event,
      sort,
      writeDay(desk.world.calendar, day),
      head.name,
      head.id,
      damage,
      yuan(loss),
    ]);
  }
}

export function tellHousing(desk: Desk): void {
  for (const { grade, day, isOnly, state } of desk.household.assessments) {
    const head = headOf(desk.household, day >> 5);
    if (!head) continue;
    const cells = [head.name, head.id, grade, writeDay(desk.world.calendar, day), isOnly ? '是' : '否', state];
    desk.tell('housing-assessments', day >> 5, cells);
  }
}

export function tellVehicles(desk: Desk): void {
  for (const { person, plate, sort, on, month, state } of desk.household.vehicles) {
    desk.tell('vehicles', Math.max(0, month), [person.name, person.id, plate, sort, on, state]);
  }
}
