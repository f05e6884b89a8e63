// How often a process has ended over one dropped file: a file that ends every process must not be begun for ever.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Told } from '../flow/ingest/reject.ts';
import { STOPPED } from './ends.ts';

const DAY = 86_400_000;

/** A dropped file as its intakes know it. */
export interface DroppedFile {
  department: string;
  fileName: string;
  bytes: number;
}

/** Its intakes of the last day. One that is silent, or was found silent, is a death; any other end since then takes it back. */
function sameFile({ department, fileName, bytes }: DroppedFile, now: Date): SQL {
  return sql`select id, started_at, ended_at is null or coalesce(reason = ${JSON.stringify(STOPPED)}::jsonb, false) as is_death
    from intakes where channel = 'folder' and department = ${department} and file_name = ${fileName} and bytes_total = ${bytes}
      and started_at > ${new Date(now.getTime() - DAY).toISOString()}`;
}

export async function countDeaths(db: Executor, file: DroppedFile, now: Date): Promise<number> {
  const [row] = await db.execute<{ deaths: number }>(sql`with same as (${sameFile(file, now)})
    select count(*)::int as deaths from same
    where is_death and started_at > coalesce((select max(started_at) from same where not is_death), '-infinity')`);
  return row?.deaths ?? 0;
}

/** Ends them all for this reason: the file is given up, and dropped again it begins anew. */
export async function forgetDeaths(db: Executor, file: DroppedFile, reason: Told, now: Date): Promise<void> {
  await db.execute(sql`update intakes set state = 'broken-off', ended_at = coalesce(ended_at, ${now.toISOString()}),
      reason = ${JSON.stringify(reason)}::jsonb
    where id in (select id from (${sameFile(file, now)}) as same where is_death)`);
}
