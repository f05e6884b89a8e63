// What a visit says it brings: written down with the visit, so that what has not arrived yet is known to be missing.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../../db/client.ts';
import type { Attachment } from '../model.ts';

interface Bearer {
  /** Of a visit, or of one that was kept beside its task. */
  visitId: string;
  senderId: string;
  county: string;
  area: string;
  now: Date;
}

/** Declares the attachments of a visit in their order. One whose id is known already stays as it was first declared. */
export async function declareAttachments(
  tx: Executor,
  { visitId, senderId, county, area, now }: Bearer,
  attachments: readonly Attachment[],
): Promise<void> {
  for (const [at, one] of attachments.entries())
    await tx.execute(sql`insert into attachments (id, visit_id, sender_id, county_code, area_code, place, kind, document, witness, taken_at,
        latitude, longitude, accuracy_metres, bytes, sha256, width, height, look, declared_at)
      values (${one.id}::uuid, ${visitId}::uuid, ${senderId}::uuid, ${county}, ${area}, ${at}, ${one.kind}, ${one.document}, ${one.witness},
        ${one.takenAt}, ${one.place?.latitude ?? null}, ${one.place?.longitude ?? null}, ${one.place?.accuracyMetres ?? null}, ${one.bytes},
        ${one.sha256}, ${one.width}, ${one.height}, ${one.look}, ${now.toISOString()}) on conflict (id) do nothing`);
}
