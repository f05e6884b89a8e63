// How bytes go to the server: tus 1.0.0, each piece with its digest. No answer within two minutes is none: a piece may take one on the
// poorest lines.
import { noteCall } from './connection.ts';
import { ApiError, readProblem } from './problem.ts';

const PATIENCE = 120_000;
const URL = '/api/field/attachments';
const TUS = { 'tus-resumable': '1.0.0' };

type Bytes = { id: string; bytes: number };

/** The ways to send what a visit has named. Each answers how many bytes have arrived. */
export interface Tus {
  begin(one: Bytes): Promise<number>;
  /** null: it has not been begun there. */
  ask(one: Bytes): Promise<number | null>;
  sendPiece(one: Bytes, offset: number, piece: Uint8Array): Promise<number>;
}

async function send(path: string, request: RequestInit): Promise<Response> {
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

/** For one person; what `headersOf` gives goes with every request. */
export const tusOf = (holder: string, headersOf: () => Promise<Record<string, string>> = async () => ({})): Tus => ({
  begin: async ({ id, bytes }) => {
    const headers = {
      ...(await headersOf()),
      ...TUS,
      'upload-length': String(bytes),
      'upload-metadata': `id ${btoa(id)}`,
    };
    return offsetOf(await send(`${URL}?holder=${holder}`, { method: 'POST', headers }));
  },
  async ask({ id }) {
    try {
      const headers = { ...(await headersOf()), ...TUS };
      return offsetOf(await send(`${URL}/${id}?holder=${holder}`, { method: 'HEAD', headers }));
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
    return offsetOf(await send(`${URL}/${id}?holder=${holder}`, { method: 'PATCH', headers, body: piece as BodyInit }));
  },
});
