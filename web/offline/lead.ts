// Who a household is that its holder came upon: as it is typed, as it is sent, and what of it is forgotten then. Pure.
import type { LeadInput, LeadUrgency } from '../../server/leads/model.ts';

/** As it is typed; empty where nothing is. */
export interface LeadDraft {
  areaCode: string;
  head: string;
  people: number | null;
  phone: string;
  idNumber: string;
  address: string;
  urgency: LeadUrgency | null;
}

/** The lead as the server takes it. */
export function leadInputOf(lead: LeadDraft): LeadInput {
  return {
    areaCode: lead.areaCode,
    head: lead.head.trim(),
    people: lead.people ?? 0,
    phone: lead.phone.trim() || null,
    idNumber: lead.idNumber.trim().toUpperCase() || null,
    address: lead.address.trim() || null,
    urgency: lead.urgency,
  };
}

/** A lead that was sent and not taken, to be written again; undefined for a visit that was asked for. */
export function leadDraftOf(body: Record<string, unknown>): LeadDraft | undefined {
  const sent = body.lead as LeadInput | undefined;
  if (!sent) return undefined;
  const { areaCode, head, people, phone, idNumber, address, urgency } = sent;
  const typed = { phone: text(phone), idNumber: text(idNumber), address: text(address) };
  return { areaCode, head, people, ...typed, urgency: urgency ?? null };
}

const text = (given: unknown) => (typeof given === 'string' ? given : '');

/** An ID number is on the phone until it has arrived, and no longer. */
export function withoutNumber(body: Record<string, unknown>): Record<string, unknown> {
  const lead = body.lead as LeadInput | undefined;
  return lead?.idNumber ? { ...body, lead: { ...lead, idNumber: null } } : body;
}
