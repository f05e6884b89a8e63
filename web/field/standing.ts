// How this phone stands, asked by its own secret; and telling the server that it holds nothing any more, again until it has heard.
import { call } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import type { Identity } from '../offline/identity.ts';
import { PHONE_HEADER } from '../offline/told.ts';

export type Because = 'signed-out' | 'wiped' | 'pin';

const KEY = 'shouwang-phone-gone';

/** True when everything here is to be destroyed. No answer is no order. */
export async function mustWipe({ id, secret }: Identity): Promise<boolean> {
  try {
    const answer = await call<{ standing: string }>('GET', `/api/field/phones/${id}/standing`, {
      headers: { [PHONE_HEADER]: secret },
    });
    return answer.standing === 'wipe';
  } catch {
    return false;
  }
}

/** Notes, outside the database that is being destroyed, what is still to be told. The secret guards nothing any more. */
export function noteGone({ id, secret }: Identity, because: Because): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ id, secret, because }));
  } catch {
    // Then the desk sees a phone that does not sync any more.
  }
}

/** Tells what was noted. Without an answer it stays noted. */
export async function tellGone(): Promise<void> {
  try {
    const noted = localStorage.getItem(KEY);
    if (!noted) return;
    const { id, ...body } = JSON.parse(noted) as { id: string; secret: string; because: Because };
    try {
      await call('POST', `/api/field/phones/${id}/gone`, { body });
    } catch (error) {
      // The server never knew this phone: there is nobody to tell.
      if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500 || error.status === 429) return;
    }
    localStorage.removeItem(KEY);
  } catch {
    // No local storage: nothing was noted.
  }
}
