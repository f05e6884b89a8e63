// The channels that the configuration names, and the secrets by which their receipts are known.
import type { Config } from '../config.ts';
import type { Channel } from './channel.ts';
import type { ChannelName } from './model.ts';
import { smsChannel } from './sms.ts';
import { webhookChannel } from './webhook.ts';

export interface Channels {
  list: Channel[];
  secrets: Partial<Record<ChannelName, string>>;
}

export const NO_CHANNELS: Channels = { list: [], secrets: {} };

/** None configured: nobody is told outside the service, and the desk says so. */
export function openChannels({ sms, webhook }: Pick<Config, 'sms' | 'webhook'>): Channels {
  return {
    list: [...(sms ? [smsChannel(sms)] : []), ...(webhook ? [webhookChannel(webhook)] : [])],
    secrets: { ...(sms && { sms: sms.secret }), ...(webhook && { webhook: webhook.secret }) },
  };
}
