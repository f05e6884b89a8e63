// A visit with a photo, as the phone sends both; and the heads with which its doors are called.
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../db/client.ts';
import { newId } from '../../server/kernel/id.ts';
import { signIn } from './app.ts';
import { HOME } from './cast.ts';
import { makeTask, visitOf } from './makers.ts';
import { beginHeaders, declare, makeJpeg, pieceHeaders, TUS } from './pictures.ts';

/** Stands among the photo's bytes. */
export const PHOTO_MARK = 'a photo of Zhixin';
const PHOTO = makeJpeg({ words: PHOTO_MARK });

export const PHOTO_HEADERS: Record<string, (id: string) => Record<string, string>> = {
  'POST /api/field/attachments': (id) => beginHeaders({ ...declare(PHOTO), id }),
  'HEAD /api/field/attachments/:id': () => TUS,
  'PATCH /api/field/attachments/:id': () => pieceHeaders(Buffer.alloc(0)),
};

/** A visit of the coordinator's whose photo has arrived. */
export async function makePhotographed(
  app: FastifyInstance,
  db: Database,
): Promise<{ photographedId: string; attachmentId: string }> {
  const task = await makeTask(db, { assignee: HOME.coordinator, state: 'accepted' });
  const phone = await signIn(app, HOME.coordinator);
  const [photographedId, photo] = [newId(), declare(PHOTO)];
  await phone.put(`/api/visits/${photographedId}`, visitOf(task.id, { attachments: [photo], note: '照了相' }));
  const headers = pieceHeaders(PHOTO);
  await phone.send('PATCH', `/api/field/attachments/${photo.id}`, { headers, body: PHOTO });
  return { photographedId, attachmentId: photo.id };
}
