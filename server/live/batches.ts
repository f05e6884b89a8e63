// Tells running servers, across processes, that a batch came in: they compare at once.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';

export const BATCH_CHANNEL = 'shouwang_batches';

/** Sends the notice; it reaches listeners after commit. */
export async function announceBatch(executor: Executor, batchId: number): Promise<void> {
  await executor.execute(sql`select pg_notify(${BATCH_CHANNEL}, ${String(batchId)})`);
}
