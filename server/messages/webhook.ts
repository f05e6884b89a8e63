// 政务微信 and other systems of notices: the words themselves, posted as JSON to whatever hands them on.
import { isLoopback, type WebhookConfig } from '../config.ts';
import { type Channel, postSigned } from './channel.ts';

export function webhookChannel({ url, secret }: WebhookConfig): Channel {
  return {
    name: 'webhook',
    isLoopback: isLoopback(url),
    send: ({ key, to, text }, withinMilliseconds) =>
      postSigned(
        { url, secret, headers: { 'idempotency-key': key }, body: { id: key, to, type: 'text', text } },
        withinMilliseconds,
      ),
  };
}
