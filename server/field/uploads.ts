// Attachments on their way in: what has arrived of each, the next piece, and at the end whether it is what was declared.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { isBare, type Picture, readPicture } from '../flow/visits/attachments/model.ts';
import { readPieces, sealPiece } from '../flow/visits/attachments/pieces.ts';
import type { Keys } from '../kernel/keys.ts';
import { Problem } from '../kernel/problem.ts';

export interface Upload {
  id: string;
  visitId: string;
  area: string;
  kind: 'photo' | 'signature';
  bytes: number;
  sha256: string;
  width: number;
  height: number;
  received: number;
  isWhole: boolean;
}

/** An attachment that this person's visit named; undefined for anybody else's, and for one that no visit has named yet. */
export async function findUpload(tx: Transaction, id: string, senderId: string): Promise<Upload | undefined> {
  const [row] = await tx.execute<Upload & Record<string, unknown>>(sql`
    select id, visit_id as "visitId", area_code as area, kind, bytes, sha256, width, height, received, completed_at is not null as "isWhole"
    from attachments where id = ${id}::uuid and sender_id = ${senderId}::uuid`);
  return row;
}

/** As `findUpload`, until the transaction ends for this caller alone: a piece and its retry never come in side by side. */
export async function holdUpload(tx: Transaction, id: string, senderId: string): Promise<Upload | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shouwang.attachment'), hashtext(${id}::uuid::text))`);
  return await findUpload(tx, id, senderId);
}

/** Takes in the next piece. The last one makes it whole, or, when it is not what was declared, leaves nothing of it and says why. */
export async function takePiece(
  tx: Transaction,
  keys: Keys,
  of: { upload: Upload; piece: Buffer; now: Date },
): Promise<Problem | null> {
  const { upload, piece, now } = of;
  const { id, received: at } = upload;
  await tx.execute(sql`insert into attachment_pieces (attachment_id, at, cipher)
    values (${id}::uuid, ${at}, ${sealPiece(keys, { id, at }, piece)})`);
  const received = at + piece.length;
  const isLast = received === upload.bytes;
  const fault = isLast ? faultOf(upload, await readPieces(tx, keys, id)) : null;
  if (fault) {
    await tx.execute(sql`select discard_pieces(${id}::uuid)`);
    return fault;
  }
  await tx.execute(sql`update attachments set received = ${received}, completed_at = ${isLast ? now.toISOString() : null}
    where id = ${id}::uuid`);
  return null;
}

/** Why these bytes are not the attachment that was declared. Nothing is taken that a phone did not declare, hidden in the file or not. */
function faultOf(upload: Upload, bytes: Buffer): Problem | null {
  if (createHash('sha256').update(bytes).digest('hex') !== upload.sha256)
    return refused('内容和登记的不一样。 / The content is not what was declared.');
  const picture = readPicture(bytes);
  if (!picture || !mayBe(picture, upload.kind))
    return refused('不是能看的照片。 / This is no picture that can be shown.');
  if (picture.width !== upload.width || picture.height !== upload.height)
    return refused('照片大小和登记的不一样。 / The picture’s size is not what was declared.');
  if (!isBare(bytes, picture))
    return refused(
      '照片里夹带了别的信息。 / The picture carries more than the picture: EXIF, comments, or something behind it.',
    );
  return null;
}

const mayBe = ({ type }: Picture, kind: Upload['kind']) => kind === 'photo' || type === 'image/png';

const refused = (detail: string) => new Problem('file-refused', detail);
