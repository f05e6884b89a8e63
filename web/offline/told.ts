// What the phone tells of itself with every request, in one line. Pure; the server reads it again in server/phones/model.ts.
import type { Told } from '../../server/phones/model.ts';
import { unsentOf } from './outbox.ts';
import type { Phone } from './phone.ts';

/** The request header it goes in. */
export const PHONE_HEADER = 'x-shouwang-phone';

export function writeTold(told: Told): string {
  const { id, secretHash, version, unsent, unsentSince, stuck, photos, used, quota, clock } = told;
  return [id, secretHash, version, unsent, unsentSince, stuck, photos, used, quota, clock]
    .map((part) => part ?? '')
    .join(';');
}

/** What of it is known from what the phone holds. */
export function countUnsent({ outbox }: Pick<Phone, 'outbox'>): Pick<Told, 'unsent' | 'unsentSince' | 'stuck'> {
  const unsent = unsentOf(outbox);
  return {
    unsent: unsent.length,
    unsentSince: unsent.length > 0 ? Math.min(...unsent.map((entry) => Date.parse(entry.madeAt))) : null,
    stuck: unsent.filter((entry) => entry.state === 'needs-you').length,
  };
}
