// The doors by which photos and signatures follow their visit: tus 1.0.0 with creation and checksum. The phone makes the id and the
// visit names it, so that creating twice is creating once, and nothing comes in that no visit has named.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineRoute, HeaderAnswer, type Route } from '../access/route.ts';
import { LARGEST_PIECE, SMALLEST_PIECE } from '../flow/visits/attachments/model.ts';
import type { Keys } from '../kernel/keys.ts';
import { orNotFound, Problem } from '../kernel/problem.ts';
import { fromPhone } from '../phones/seen.ts';
import { checkHolder } from './holder.ts';
import { findUpload, holdUpload, takePiece, type Upload } from './uploads.ts';

const TUS = '1.0.0';
const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const Version = z.object({ 'tus-resumable': z.string() });
const Creating = Version.extend({
  'upload-length': count,
  'upload-metadata': z.string().max(1000).describe('`id` and its value in base64: the id that the visit names'),
});
const Sending = Version.extend({
  'upload-offset': count,
  'upload-checksum': z.string().max(200).optional().describe('`sha256` and the digest of this piece in base64'),
});
const Whose = z.object({ holder: z.uuid().optional() });
const Which = z.object({ id: z.uuid() });

/** The routes of attachments on their way in. */
export function attachmentRoutes(keys: Keys): Route[] {
  const create = defineRoute({
    method: 'POST',
    url: '/api/field/attachments',
    action: 'attachment.send',
    summary: 'Begin to send a photo or signature that a visit names (tus: creation)',
    query: Whose,
    headers: Creating,
    response: z.null(),
    async handle({ tx, user, query, headers, record }) {
      checkVersion(headers);
      checkHolder(query.holder, user);
      const upload = orNotFound(await findUpload(tx, idIn(headers['upload-metadata']), user.id));
      if (headers['upload-length'] !== upload.bytes)
        throw new Problem('wrong-input', undefined, [
          {
            pointer: 'upload-length:',
            detail: `登记的是 ${upload.bytes} 字节。 / ${upload.bytes} bytes were declared.`,
          },
        ]);
      await record({
        ...subjectOf(upload),
        areaCode: upload.area,
        details: { visit: upload.visitId, kind: upload.kind },
      });
      return new HeaderAnswer(201, { ...standing(upload), location: `/api/field/attachments/${upload.id}` });
    },
  });

  const ask = defineRoute({
    method: 'HEAD',
    url: '/api/field/attachments/:id',
    action: 'attachment.send',
    summary: 'How much of it has arrived (tus)',
    params: Which,
    query: Whose,
    headers: Version,
    response: z.null(),
    async handle({ tx, user, params, query, headers }) {
      checkVersion(headers);
      checkHolder(query.holder, user);
      return new HeaderAnswer(200, standing(orNotFound(await findUpload(tx, params.id, user.id))));
    },
  });

  const send = defineRoute({
    method: 'PATCH',
    url: '/api/field/attachments/:id',
    action: 'attachment.send',
    summary: 'The next piece of it (tus)',
    params: Which,
    query: Whose,
    headers: Sending,
    takesPiece: LARGEST_PIECE,
    response: z.null(),
    async handle({ tx, user, now, params, query, headers, piece, record }) {
      checkVersion(headers);
      checkHolder(query.holder, user);
      const upload = orNotFound(await holdUpload(tx, params.id, user.id));
      checkPiece(upload, piece, headers);
      const fault = await takePiece(tx, keys, { upload, piece, now });
      const received = upload.received + piece.length;
      const isWhole = received === upload.bytes;
      await record({
        ...subjectOf(upload),
        areaCode: isWhole ? upload.area : null, // hints the desks once, not at every piece
        details: { visit: upload.visitId, received, of: upload.bytes, ...(fault && { refused: true }) },
      });
      return fault ?? new HeaderAnswer(204, standing({ ...upload, received }));
    },
  });
  return [create, ask, send].map(fromPhone);
}

const subjectOf = ({ id }: Upload) => ({ subjectKind: 'attachment', subjectId: id });

const standing = ({ bytes, received }: Upload) => ({
  'tus-resumable': TUS,
  'upload-offset': String(received),
  'upload-length': String(bytes),
});

function checkVersion(headers: z.output<typeof Version>): void {
  if (headers['tus-resumable'] !== TUS)
    throw new Problem('version-conflict', `只认 tus ${TUS}。 / Only tus ${TUS} is understood.`);
}

function checkPiece(upload: Upload, piece: Buffer, headers: z.output<typeof Sending>): void {
  if (upload.isWhole || headers['upload-offset'] !== upload.received) {
    const { received } = upload;
    throw new Problem(
      'state-conflict',
      `已收到 ${received} 字节，请从那里接着传。 / ${received} bytes are here: go on from there.`,
    );
  }
  const left = upload.bytes - upload.received;
  if (piece.length < Math.min(left, SMALLEST_PIECE)) throw new Problem('bad-request');
  if (piece.length > left) throw new Problem('too-large');
  const [algorithm, digest] = (headers['upload-checksum'] ?? '').split(' ');
  if (algorithm && algorithm !== 'sha256')
    throw new Problem('bad-request', '只认 sha256。 / Only sha256 is understood.');
  if (algorithm && createHash('sha256').update(piece).digest('base64') !== digest)
    throw new Problem('checksum-mismatch');
}

/** The id among the metadata: pairs of a name and base64, with commas between. */
function idIn(metadata: string): string {
  const pairs = metadata.split(',').map((pair) => pair.trim().split(' '));
  const [, packed = ''] = pairs.find(([name]) => name === 'id') ?? [];
  const id = z.uuid().safeParse(Buffer.from(packed, 'base64').toString());
  if (id.success) return id.data;
  const detail = '缺少 id，或它不是一个编号。 / The id is missing, or is none.';
  throw new Problem('wrong-input', undefined, [{ pointer: 'upload-metadata:', detail }]);
}
