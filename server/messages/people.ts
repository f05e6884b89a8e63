// Who is to be told, where they work, and whom no channel reaches.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { dayOf } from '../kernel/clock.ts';
import { type Asking, seesPlace } from './asking.ts';
import type { ChannelName, Unreached } from './model.ts';

interface Of {
  now: Date;
  configured: readonly ChannelName[];
  /** Roles that are told anything at all. */
  roles: readonly string[];
}

/** SQL: active accounts that are told of something, each with the first place it works in and whether a configured channel reaches it. */
export function placesOf(asking: Asking, { now, configured, roles }: Of): SQL {
  const today = dayOf(now);
  const holds = (alias: SQL) =>
    sql`${alias}.from_on <= ${today}::date and (${alias}.until_on is null or ${alias}.until_on >= ${today}::date)`;
  const has = (name: ChannelName) => sql`${configured.includes(name)}::boolean`;
  return sql`select u.id, u.name, u.role, min(p.area_code) as area,
      coalesce(bool_or((${has('sms')} and c.phone_cipher is not null) or (${has('webhook')} and c.webhook_cipher is not null)), false) as is_reachable
    from users u join (select v.user_id, v.area_code from user_areas v where ${holds(sql`v`)}
      union all select w.id, b.area_code from users w join body_areas b on b.body_key = w.body_key where ${holds(sql`b`)}) p on p.user_id = u.id
    left join contacts c on c.user_id = u.id
    where u.is_active and u.blocked_at is null and u.role = any(${sql.param([...roles])}::text[])
      and ${seesPlace(asking, sql`left(p.area_code, 6)`, sql`p.area_code`)} group by u.id`;
}

/** One page of those whom no channel reaches, in the order of their ids. */
export async function listUnreached(
  tx: Executor,
  asking: Asking,
  of: Of & { after: string | undefined; limit: number },
): Promise<Unreached[]> {
  const rows = await tx.execute<Unreached & Record<string, unknown>>(sql`with people as (${placesOf(asking, of)})
    select p.id, p.name, p.role, coalesce(a.name, left(p.area, 9)) as place, left(p.area, 6) as county from people p left join areas a on a.code = left(p.area, 9)
    where not p.is_reachable ${of.after ? sql`and p.id > ${of.after}::uuid` : sql``} order by p.id limit ${of.limit}`);
  return [...rows];
}
