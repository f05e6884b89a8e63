// The server's doors for photos and signatures as the phone uses them: what came of a piece decides whether the next one goes.
import { ApiError } from '../api/problem.ts';
import { tusOf } from '../api/tus.ts';
import type { UploadDoors } from '../offline/upload.ts';
import { refusalOf } from './doors.ts';
import type { Headers } from './teller.ts';

/** The doors for one person's phone, which tells of itself with every request. */
export const uploadDoorsOf = (holder: string, headersOf: Headers): UploadDoors => ({
  ...tusOf(holder, headersOf),
  refusalOf(error) {
    if (error instanceof ApiError && error.status === 409) return 'elsewhere';
    // Damaged on its way (460): the same piece once more, later.
    if (error instanceof ApiError && error.status === 460) return 'offline';
    return refusalOf(error);
  },
  wordsOf: (error) => (error instanceof ApiError ? error.message : ''),
  now: () => Date.now(),
});
