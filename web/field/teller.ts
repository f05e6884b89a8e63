// The header by which the open phone tells of itself with every request.
import type { Identity } from '../offline/identity.ts';
import type { Store } from '../offline/store.ts';
import { countUnsent, PHONE_HEADER, writeTold } from '../offline/told.ts';
import { APP_VERSION } from './version.ts';

/** Asking the browser how full the phone is takes a while on old ones. */
const ASK_EVERY = 60_000;

export type Headers = () => Promise<Record<string, string>>;

export function makeTeller(store: Pick<Store, 'read'>, { id, secretHash }: Identity): Headers {
  let space: { used: number | null; quota: number | null } = { used: null, quota: null };
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - askedAt > ASK_EVERY) {
      askedAt = performance.now();
      const { usage = null, quota = null } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
      space = { used: usage, quota };
    }
    const phone = store.read();
    const photos = phone.attachments.filter((one) => one.state !== 'sent');
    const told = { ...countUnsent(phone), photos: photos.length, ...space, clock: Date.now() };
    return { [PHONE_HEADER]: writeTold({ id, secretHash, version: APP_VERSION, ...told }) };
  };
}
