// Sends the photos of a typed visit one after the other, each from wherever the server stands: trying again goes on, and does not begin anew.
import { LARGEST_PIECE } from '../../../server/flow/visits/attachments/model.ts';
import type { Attachment } from '../../../server/flow/visits/model.ts';
import type { Tus } from '../../api/tus.ts';

export interface SheetPhoto {
  declared: Attachment;
  content: Uint8Array<ArrayBuffer>;
}

/** Sends all that has not arrived; `onArrived` is told how many have. Throws at the first piece that does not go. */
export async function sendPhotos(
  tus: Tus,
  photos: readonly SheetPhoto[],
  onArrived: (count: number) => void,
): Promise<void> {
  for (const [index, { declared, content }] of photos.entries()) {
    let from = (await tus.ask(declared)) ?? (await tus.begin(declared));
    while (from < content.length)
      from = await tus.sendPiece(declared, from, content.subarray(from, from + LARGEST_PIECE));
    onArrived(index + 1);
  }
}
