// The end of a rehearsal: the database is emptied for real work, and no later start rehearses in it again.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connect, disconnect, type Transaction } from '../../db/client.ts';
import { recordAct } from '../audit/record.ts';
import { Problem } from '../kernel/problem.ts';
import type { Service } from '../service.ts';
import { readNote } from './present.ts';

/** Who leaves connects by this name; whoever else is connected as the service is at work. */
export const LEAVER = 'shouwang-leave';
/** Public knowledge that came with the service: the divisions and who administers them. */
const KEPT = ['areas', 'bodies', 'body_areas'];
const PATIENCE = '3s';

/** True where a rehearsal was left: the database is for real work from then on, whatever the configuration says. */
export async function wasLeft(service: Pick<Service, 'flow'>): Promise<boolean> {
  return (await readNote(service, 'rehearsal')) === 'left';
}

/**
 * Deletes every row but the divisions', sessions and accounts included, in one transaction, and the files the rehearsal has kept. Refused
 * (`state-conflict`) in a database that is no rehearsal, and while a server or another command is connected to it: open the service as
 * LEAVER. The key ring stays.
 */
export async function leaveRehearsal({ isRehearsal, urls, config }: Service): Promise<{ rows: number }> {
  if (!isRehearsal)
    throw new Problem(
      'state-conflict',
      '这个数据库不是演练，什么也没有删。 / This database is no rehearsal: nothing was deleted.',
    );
  const owner = connect(urls.owner, { max: 1, name: LEAVER });
  try {
    const rows = await owner.transaction(async (tx) => {
      await refuseOthers(tx);
      return await empty(tx);
    });
    for (const folder of ['inbox', 'rehearsal'])
      await rm(join(config.dataDir, folder), { recursive: true, force: true });
    return { rows };
  } finally {
    await disconnect(owner);
  }
}

/** Whoever comes later waits at these locks until all is gone, and a server of this folder finds its own lock taken. */
async function refuseOthers(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local lock_timeout = ${sql.raw(`'${PATIENCE}'`)}`);
  const [lock] = await tx.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('shouwang.server')) as free`,
  );
  const [others] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
      and application_name like 'shouwang%' and not application_name ^@ ${LEAVER}`);
  if (lock?.free === true && others?.count === 0) return;
  throw new Problem(
    'state-conflict',
    '服务或别的命令正在用这个数据库，什么也没有删。请先停下它们。 / A server or another command is using this database, and nothing was deleted: stop it first.',
  );
}

async function empty(tx: Transaction): Promise<number> {
  const tables = await tx.execute<{ name: string }>(sql`select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all(${sql.param(KEPT)}::text[]) order by 1`);
  const [count] = await tx.execute<{ rows: number }>(
    sql`select ((select count(*) from facts) + (select count(*) from persons) + (select count(*) from audit_entries))::int as rows`,
  );
  const names = sql.join(
    tables.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  await tx.execute(sql`truncate ${names} restart identity cascade`);
  await tx.execute(sql`insert into settings (key, value) values ('rehearsal', 'left')`);
  const about = { subjectKind: 'rehearsal', subjectId: 'rehearsal', details: { deleted: count?.rows ?? 0 } };
  await recordAct(tx, { at: new Date(), actor: 'command', action: 'rehearsal.leave', ...about });
  return count?.rows ?? 0;
}
