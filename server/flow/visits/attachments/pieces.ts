// The bytes of an attachment, sealed piece by piece: each opens only as that piece of that attachment.
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../../db/client.ts';
import type { Keys } from '../../../kernel/keys.ts';

const contextOf = (id: string, at: number) => `attachment ${id} ${at}`;

/** One piece as it lies in the database; `at` is the offset of its first byte. */
export function sealPiece(keys: Keys, { id, at }: { id: string; at: number }, bytes: Uint8Array): Buffer {
  return keys.seal(bytes, contextOf(id, at));
}

/** All that is here of an attachment, in order and opened. */
export async function readPieces(tx: Transaction, keys: Keys, id: string): Promise<Buffer> {
  const rows = await tx.execute<{ at: number; cipher: Buffer }>(
    sql`select at, cipher from attachment_pieces where attachment_id = ${id}::uuid order by at`,
  );
  return Buffer.concat(rows.map(({ at, cipher }) => keys.unseal(Buffer.from(cipher), contextOf(id, at))));
}
