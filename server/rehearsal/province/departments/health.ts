// Medical insurance and the disabled persons' federation: settled bills, and certificates.
import { writeDay } from '../calendar.ts';
import { DISABILITIES } from '../causes/disability.ts';
import { isThere } from '../household.ts';
import type { Desk } from './desk.ts';
import { yuan } from './forms.ts';

const LEVELS = ['一级', '二级', '三级', '四级'];

export function tellBills(desk: Desk): void {
  const { world, household } = desk;
  const serial = String(household.index + 1).padStart(7, '0');
  household.bills.forEach(({ person, day, total, fund, aid, self, care, diagnosis, isTold }, at) => {
    if (!isTold) return;
    const number = `S${serial}${String(at).padStart(3, '0')}`;
    const amounts = [yuan(total), yuan(fund), yuan(aid), yuan(self)];
    desk.tell('medical-settlements', day >> 5, [
      number,
      person.name,
      person.id,
      care,
      writeDay(world.calendar, day),
      ...amounts,
      diagnosis,
    ]);
  });
}

export function tellCertificates(desk: Desk): void {
  const { calendar } = desk.world;
  for (const person of desk.household.people) {
    const { certificate, name, id } = person;
    if (!certificate) continue;
    const month = calendar.written.indexOf(certificate.on.slice(0, 7));
    if (month >= 0 && !isThere(person, month)) continue;
    const cells = [
      name,
      `${id}${certificate.type}${certificate.level}`,
      DISABILITIES[certificate.type - 1]!,
      LEVELS[certificate.level - 1]!,
    ];
    desk.tell('disability-certificates', Math.max(0, month), [...cells, certificate.on]);
  }
}
