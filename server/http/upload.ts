// Receives one file to disk before any transaction begins, so that a slow line holds no connection to the database.
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import type { UploadedFile } from '../access/route.ts';
import { newId } from '../kernel/id.ts';
import { Problem } from '../kernel/problem.ts';

/** Largest file a department may hand in, in bytes, where the configuration does not say. */
export const LARGEST_UPLOAD = 200 * 1024 ** 2;
/** What the body of a route with `takesStream` is. */
export const STREAM_TYPE = 'application/x-ndjson';
/** What the body of a route with `takesPiece` is (tus 1.0.0). */
export const PIECE_TYPE = 'application/offset+octet-stream';

/** The file and the fields beside it. The file is deleted once the request has been answered. */
export async function receiveFile(
  request: FastifyRequest,
): Promise<{ file: UploadedFile; fields: Record<string, string> }> {
  if (!request.isMultipart()) throw new Problem('wrong-media-type');
  const { files, values } = await request.saveRequestFiles();
  const [file] = files;
  if (!file || files.length > 1)
    throw new Problem('wrong-input', undefined, [
      { pointer: '/file', detail: '请附上一个文件。 / Attach exactly one file.' },
    ]);
  const fields: Record<string, string> = {};
  for (const [name, part] of Object.entries(values ?? {}))
    fields[name] = String((part as { value?: unknown }).value ?? '');
  return { file: { name: file.filename, path: file.filepath, bytes: (await stat(file.filepath)).size }, fields };
}

/**
 * The whole body as a file. What is too large is refused as soon as that is known, and what still comes is let run out: a connection
 * closed over unread bytes takes the refusal with it. The request's time limit ends one that never stops.
 */
export async function receiveStream(request: FastifyRequest, largest: number): Promise<UploadedFile> {
  const tooLarge = () => {
    request.raw.unpipe().resume();
    return new Problem('too-large');
  };
  if (!request.body) throw new Problem('wrong-media-type');
  if (Number(request.headers['content-length'] ?? 0) > largest) throw tooLarge();
  const path = join(tmpdir(), `shouwang-push-${newId()}`);
  request.tmpUploads = [path];
  let bytes = 0;
  async function* counted() {
    // Whoever breaks off destroys what they read from, which here is the line on which the refusal must still go out.
    for await (const piece of (request.body as Readable).iterator({ destroyOnReturn: false })) {
      bytes += (piece as Buffer).length;
      if (bytes > largest) throw tooLarge();
      yield piece;
    }
  }
  try {
    await pipeline(counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    // A fault of the disk is ours. All others are the line's: cut off on the way, or packed wrongly.
    if (error instanceof Problem || (error as NodeJS.ErrnoException).syscall) throw error;
    throw new Problem('bad-request', '内容没有传完整，请重新推送。 / The body did not arrive whole: push it again.');
  }
  return { name: '', path, bytes };
}
