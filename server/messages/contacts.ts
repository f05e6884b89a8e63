// How people are reached, as the flow role. Numbers are stored encrypted and leave masked; the whole one only a gateway is told.
import { eq } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { contacts } from '../../db/schema/messages.ts';
import type { Keys } from '../kernel/keys.ts';
import type { ChannelName, Contact, ContactInput } from './model.ts';

/** How somebody is reached; who never said has nothing and takes everything. */
export async function readContact(
  tx: Executor,
  of: { userId: string; keys: Keys; configured: readonly ChannelName[] },
): Promise<Contact> {
  const [row] = await tx.select().from(contacts).where(eq(contacts.userId, of.userId));
  const open = (cipher: Buffer | null | undefined) => (cipher ? of.keys.decrypt(Buffer.from(cipher)) : null);
  const phone = open(row?.phoneCipher);
  const webhookId = open(row?.webhookCipher);
  return {
    phone: phone && `${phone.slice(0, 3)}****${phone.slice(-2)}`,
    webhookId: webhookId && `${webhookId.slice(0, 2)}***`,
    channel: (row?.channel ?? 'sms') as ChannelName,
    language: (row?.language ?? 'zh') as 'zh' | 'en',
    takesGathered: row?.takesGathered ?? true,
    channels: [...of.configured],
  };
}

/** Changes how somebody is reached; returns which fields were said, for the log, which holds no number. */
export async function changeContact(
  tx: Executor,
  of: { userId: string; keys: Keys; input: ContactInput; now: Date },
): Promise<string[]> {
  const { userId, keys, input, now } = of;
  const { phone, webhookId, channel, language, takesGathered } = input;
  const seal = (text: string | null) => (text === null ? null : keys.encrypt(text));
  const values = {
    ...{ channel, language, takesGathered, changedAt: now },
    ...(phone !== undefined && { phoneCipher: seal(phone) }),
    ...(webhookId !== undefined && { webhookCipher: seal(webhookId) }),
  };
  await tx
    .insert(contacts)
    .values({ userId, ...values })
    .onConflictDoUpdate({ target: contacts.userId, set: values });
  return Object.keys(input).filter((field) => input[field as keyof ContactInput] !== undefined);
}
