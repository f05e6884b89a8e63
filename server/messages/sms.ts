// Text messages, as gateways here take them: the id of a template they have approved, and the figures that stand in it.
import { isLoopback, type SmsConfig } from '../config.ts';
import { type Channel, postSigned } from './channel.ts';

export function smsChannel({ url, keyId, secret, templates }: SmsConfig): Channel {
  return {
    name: 'sms',
    isLoopback: isLoopback(url),
    async send({ key, to, template, language, parameters }, withinMilliseconds) {
      const templateId = (language === 'en' ? templates[`${template}.en`] : undefined) ?? templates[template];
      if (!templateId) return { kind: 'refused', error: 'refused' };
      const headers = { 'x-key-id': keyId, 'idempotency-key': key };
      return await postSigned(
        { url, secret, headers, body: { requestId: key, phone: to, templateId, parameters } },
        withinMilliseconds,
      );
    },
  };
}
