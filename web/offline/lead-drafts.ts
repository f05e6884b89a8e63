// Households of one's own half written on this phone: begun, checked, thrown away. Pure.
import { isIdNumber } from '../../server/kernel/id-number.ts';
import { makeId } from '../api/make-id.ts';
import { type Draft, startDraft } from './draft.ts';
import type { LeadDraft } from './lead.ts';
import type { Phone } from './phone.ts';

/** A draft for a household of one's own; its task's id is made here, and will be the task's on the server. */
export function startLead(areaCode: string, now: Date): Draft {
  const lead = { areaCode, head: '', people: null, phone: '', idNumber: '', address: '', urgency: null };
  return { ...startDraft(makeId(), '', now), lead };
}

/** Leads half written here, the newest first. */
export function leadDraftsOf(phone: Phone): Draft[] {
  return phone.drafts
    .filter((draft) => draft.lead !== undefined)
    .sort((a, b) => Date.parse(b.savedAt) - Date.parse(a.savedAt));
}

/** What is wrong or still missing, by field. */
export function faultsOfLead(lead: LeadDraft): (keyof LeadDraft)[] {
  const faults: (keyof LeadDraft)[] = [];
  const [phone, idNumber] = [lead.phone.trim(), lead.idNumber.trim().toUpperCase()];
  if (lead.areaCode === '') faults.push('areaCode');
  if (lead.head.trim() === '') faults.push('head');
  if (lead.people === null) faults.push('people');
  if (phone !== '' && !/^[\d+ -]{5,20}$/.test(phone)) faults.push('phone');
  if (idNumber !== '' && !isIdNumber(idNumber)) faults.push('idNumber');
  return faults;
}

/** Throws a half-written lead away. */
export function dropLead(phone: Phone, taskId: string): Phone {
  return { ...phone, drafts: phone.drafts.filter((draft) => draft.taskId !== taskId || draft.lead === undefined) };
}
