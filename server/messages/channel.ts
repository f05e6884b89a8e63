// What a channel is: something that takes one message for one person, and says in our words what became of it.
import type { ChannelName, MessageError } from './model.ts';
import type { Template } from './policy.ts';
import { signBody } from './sign.ts';

/** One message on its way. The same `key` always means the same message, so a gateway that has it takes it once. */
export interface Outgoing {
  key: string;
  /** A phone's number or an id in 政务微信. */
  to: string;
  template: Template;
  language: 'zh' | 'en';
  parameters: Record<string, string>;
  /** The words, for a channel that is sent words. */
  text: string;
}

/**
 * What became of an attempt. `taken`: the gateway has it, for the first or for the second time. `later`: not now; `isUnsure` when it may
 * have it nevertheless. `refused`: it will never take this one.
 */
export type Attempt =
  | { kind: 'taken'; gatewayId: string | null }
  | { kind: 'later'; error: MessageError; isUnsure: boolean; afterSeconds?: number }
  | { kind: 'refused'; error: MessageError };

export interface Channel {
  name: ChannelName;
  /** The gateway stands on this machine: the only ones that a rehearsal speaks to. */
  isLoopback: boolean;
  send(message: Outgoing, withinMilliseconds: number): Promise<Attempt>;
}

/** Posts a signed body and reads how it went: from the status, where 409 is a message that the gateway has already, and the body's code. */
export async function postSigned(
  of: { url: string; secret: string; headers: Record<string, string>; body: object },
  withinMilliseconds: number,
): Promise<Attempt> {
  const body = JSON.stringify(of.body);
  const { timestamp, signature } = signBody(of.secret, new Date(), body);
  let answer: Response;
  let told: unknown;
  try {
    answer = await fetch(of.url, {
      method: 'POST',
      // A gateway that sends us elsewhere would be handed people's numbers unasked.
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...of.headers,
        'x-timestamp': timestamp,
        'x-signature': signature,
      },
      body,
      signal: AbortSignal.timeout(withinMilliseconds),
    });
    told = await answer.json().catch(() => undefined);
  } catch (error) {
    const isAway = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'].includes(codeOf(error));
    return { kind: 'later', error: isAway ? 'unreachable' : 'no-answer', isUnsure: !isAway };
  }
  if (answer.status === 409) return { kind: 'taken', gatewayId: idIn(told) };
  if (answer.ok) return readCode(told);
  if (answer.status === 401 || answer.status === 403) return { kind: 'later', error: 'credentials', isUnsure: false };
  if (answer.status === 429) {
    const after = Number(answer.headers.get('retry-after'));
    return { kind: 'later', error: 'busy', isUnsure: false, ...(after > 0 && { afterSeconds: after }) };
  }
  if (answer.status >= 500) return { kind: 'later', error: 'unavailable', isUnsure: true };
  return { kind: 'refused', error: 'refused' };
}

/** Codes of 政务微信 by which it asks to be asked later, or does not know us. */
const BUSY = ['-1', '45009', '45033'];
const UNKNOWN_TO_IT = ['40001', '40014', '41001', '42001'];

/** Many gateways answer 200 to everything and say in the body how it went: `errcode` (政务微信) or `code` (text messages). */
function readCode(told: unknown): Attempt {
  const { errcode, code = 'OK' } = (told ?? {}) as { errcode?: unknown; code?: unknown };
  const said = String(errcode ?? code).toUpperCase();
  if (['0', '200', 'OK'].includes(said)) return { kind: 'taken', gatewayId: idIn(told) };
  if (BUSY.includes(said)) return { kind: 'later', error: 'busy', isUnsure: false };
  if (UNKNOWN_TO_IT.includes(said)) return { kind: 'later', error: 'credentials', isUnsure: false };
  return { kind: 'refused', error: 'refused' };
}

function idIn(told: unknown): string | null {
  const { id, msgid } = (told ?? {}) as { id?: unknown; msgid?: unknown };
  const found = id ?? msgid;
  return typeof found === 'string' ? found.slice(0, 100) : null;
}

/** The system's word for why a connection failed; fetch wraps it. */
function codeOf(error: unknown): string {
  const { cause, code } = error as { cause?: { code?: string }; code?: string };
  return cause?.code ?? code ?? '';
}
