// Homes that no registry knows yet: of each household-less task what its lead told, as a home with one person.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Keys } from '../kernel/keys.ts';
import { emptyHome, type Home } from './households.ts';

/** By task; tasks that no lead opened are missing. */
export async function readHomesOfLeads(tx: Executor, taskIds: string[], keys: Keys): Promise<Map<string, Home>> {
  if (taskIds.length === 0) return new Map();
  const rows = await tx.execute<{
    task: string;
    head: string | null;
    phone: Buffer | null;
    address: Buffer | null;
  }>(sql`
    select t.id as task, l.head_name as head, l.phone_cipher as phone, l.address_cipher as address
    from tasks t join leads l on l.id = t.origin_id where t.id = any(${sql.param(taskIds)}::uuid[]) and t.origin_kind = 'lead'`);
  return new Map(
    rows.map(({ task, head, phone, address }) => {
      const person = { name: head ?? '', relation: null, age: null, phone: phone && keys.decrypt(Buffer.from(phone)) };
      return [
        task,
        {
          ...emptyHome(),
          members: head ? [person] : [],
          address: address && keys.decrypt(Buffer.from(address)),
        },
      ];
    }),
  );
}
