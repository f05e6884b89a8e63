// `shouwang messages`: how telling people went lately and how each channel does; a test message to one account.
import { parseArgs } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';
import { recordAct } from '../audit/record.ts';
import { openChannels } from '../messages/channels.ts';
import { loadMessagePolicy } from '../messages/policy.ts';
import { sendDue } from '../messages/send.ts';
import { addTestMessage } from '../messages/test-message.ts';
import { withService } from './open.ts';

const DAYS = 14;
const flag = { type: 'boolean' } as const;

export async function messages(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: flag } });
  const [verb, username] = positionals;
  if (verb === undefined) return await list(values.json === true);
  if (verb !== 'test' || username === undefined) throw new Error('用法 Usage: messages [--json] | test <username>');
  return await sendTest(username);
}

async function list(isJson: boolean): Promise<number> {
  return await withService(async ({ flow, clock, config }) => {
    const since = new Date(clock().getTime() - DAYS * 86_400_000).toISOString();
    const rows = await flow.execute<Record<string, unknown>>(sql`
      select (made_at at time zone 'Asia/Shanghai')::date::text as day, coalesce(channel, '') as channel, kind, state,
        coalesce(last_error, '') as error, count(*)::int as messages
      from messages where made_at >= ${since}::timestamptz group by 1, 2, 3, 4, 5 order by 1 desc, 2, 3, 4, 5`);
    if (isJson) for (const row of rows) console.log(JSON.stringify(row));
    else {
      const names = openChannels(config).list.map(({ name }) => name);
      console.log(
        names.length > 0 ? `渠道 channels: ${names.join(', ')}` : '没有配置渠道。 / No channel is configured.',
      );
      const open = await flow.execute<{ channel: string; since: string; error: string }>(sql`
        select channel, open_since::text as since, last_error as error from message_channels where open_since is not null`);
      for (const one of open) console.log(`${one.channel}: ${one.since} 起不通 / down since (${one.error})`);
      if (rows.length === 0) console.log('没有。 / None.');
      else console.table([...rows]);
    }
    return 0;
  });
}

async function sendTest(username: string): Promise<number> {
  return await withService(async ({ flow: db, keys, catalogue, config, clock, isRehearsal }) => {
    const now = clock();
    const [user] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
    if (!user) throw new Error(`没有账号“${username}”。 / There is no account "${username}".`);
    const id = await db.transaction(async (tx) => {
      const made = await addTestMessage(tx, user.id, now);
      const about = { subjectKind: 'message', subjectId: made, details: { username } };
      await recordAct(tx, { at: now, actor: 'command', action: 'message.test', ...about });
      return made;
    });
    const channels = openChannels(config).list;
    const workdays = catalogue.deadlines.workdays;
    await sendDue({ db, keys, policy: loadMessagePolicy(), workdays, channels, isRehearsal }, now);
    const [row] = await db.execute<{ state: string; error: string | null }>(
      sql`select state, last_error as error from messages where id = ${id}::uuid`,
    );
    console.log(`${row?.state}${row?.error ? ` (${row.error})` : ''}`);
    return row?.state === 'sent' || row?.state === 'delivered' ? 0 : 1;
  });
}
