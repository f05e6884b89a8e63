// The server's doors for photos and signatures: tus 1.0.0, each piece with its digest. No answer within two minutes is none: a piece may take one
// on the poorest lines.
import { noteCall } from '../api/connection.ts';
import { ApiError, readProblem } from '../api/problem.ts';
import type { UploadDoors } from '../offline/upload.ts';
import { refusalOf } from './doors.ts';
import type { Headers } from './teller.ts';

const PATIENCE = 120_000;
const URL = '/api/field/attachments';
const TUS = { 'tus-resumable': '1.0.0' };

async function ask(path: string, request: RequestInit): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(path, { ...request, credentials: 'same-origin', signal: patience.signal });
    noteCall(true);
    if (!answer.ok) throw await readProblem(answer);
    return answer;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    noteCall(false);
    throw new ApiError(0, 'offline', '');
  } finally {
    clearTimeout(timer);
  }
}

/** A proxy that answers in the server's place tells no offset: that is no answer. */
function offsetOf(answer: Response): number {
  const offset = answer.headers.get('upload-offset');
  if (offset === null || !/^\d+$/.test(offset)) throw new ApiError(0, 'offline', '');
  return Number(offset);
}

const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** The doors for one person's phone, which tells of itself with every request. */
export const uploadDoorsOf = (holder: string, headersOf: Headers): UploadDoors => ({
  begin: async ({ id, bytes }) => {
    const headers = {
      ...(await headersOf()),
      ...TUS,
      'upload-length': String(bytes),
      'upload-metadata': `id ${btoa(id)}`,
    };
    return offsetOf(await ask(`${URL}?holder=${holder}`, { method: 'POST', headers }));
  },
  async ask({ id }) {
    try {
      return offsetOf(
        await ask(`${URL}/${id}?holder=${holder}`, { method: 'HEAD', headers: { ...(await headersOf()), ...TUS } }),
      );
    } catch (error) {
      // The answer to such a question has no body, in which the service would say that it is its own.
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) return null;
      throw new ApiError(error.status, 'asked', '');
    }
  },
  async sendPiece({ id }, offset, piece) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', piece as BufferSource));
    const headers = {
      ...(await headersOf()),
      ...TUS,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      'upload-checksum': `sha256 ${base64(digest)}`,
    };
    return offsetOf(await ask(`${URL}/${id}?holder=${holder}`, { method: 'PATCH', headers, body: piece as BodyInit }));
  },
  refusalOf(error) {
    if (error instanceof ApiError && error.status === 409) return 'elsewhere';
    // Damaged on its way (460): the same piece once more, later.
    if (error instanceof ApiError && error.status === 460) return 'offline';
    return refusalOf(error);
  },
  wordsOf: (error) => (error instanceof ApiError ? error.message : ''),
  now: () => Date.now(),
});
