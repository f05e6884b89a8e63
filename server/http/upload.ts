// Receives one file to disk before any transaction begins, so that a slow line holds no connection to the database.
import { stat } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import type { UploadedFile } from '../access/route.ts';
import { Problem } from '../kernel/problem.ts';

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
