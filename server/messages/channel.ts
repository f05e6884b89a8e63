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

/** Posts a signed body and reads the answer's code: 409 is a message that the gateway has already. */
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
  const { id } = (told ?? {}) as { id?: unknown };
  if (answer.ok || answer.status === 409)
    return { kind: 'taken', gatewayId: typeof id === 'string' ? id.slice(0, 100) : null };
  if (answer.status === 401 || answer.status === 403) return { kind: 'later', error: 'credentials', isUnsure: false };
  if (answer.status === 429) {
    const after = Number(answer.headers.get('retry-after'));
    return { kind: 'later', error: 'busy', isUnsure: false, ...(after > 0 && { afterSeconds: after }) };
  }
  if (answer.status >= 500) return { kind: 'later', error: 'unavailable', isUnsure: true };
  return { kind: 'refused', error: 'refused' };
}

/** The system's word for why a connection failed; fetch wraps it. */
function codeOf(error: unknown): string {
  const { cause, code } = error as { cause?: { code?: string }; code?: string };
  return cause?.code ?? code ?? '';
}
