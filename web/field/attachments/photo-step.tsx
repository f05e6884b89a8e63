// The photos of a visit: taken here, looked at, taken off again before they are sent.

import { takePicture } from '../../pictures/picture.ts';
import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { RoomNotice } from '../room-notice.tsx';
import { PictureView } from './picture-view.tsx';
import { type AttachmentsOf, useAttachments } from './use-attachments.ts';
import { useUnfinished } from './use-unfinished.ts';
import { attachmentWords } from './words.ts';

const PHOTO = { kind: 'photo', document: null, witness: null } as const;

export function PhotoStep(of: AttachmentsOf) {
  const words = useWords(attachmentWords);
  const { held, isBusy, fault, keep, keeping, remove } = useAttachments(of);
  useUnfinished(isBusy ? () => keeping.current : null);
  const photos = held.filter((one) => one.kind === 'photo');
  return (
    <>
      <RoomNotice />
      <label className={`button field-button take-photo${isBusy ? ' is-busy' : ''}`}>
        {isBusy ? words.taking : photos.length > 0 ? words.takeAnother : words.take}
        <input
          className="visually-hidden"
          type="file"
          accept="image/*"
          capture="environment"
          disabled={isBusy}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = ''; // the same file may be chosen again
            if (file) void keep(PHOTO, () => takePicture(file));
          }}
        />
      </label>
      {fault && (
        <p className="late" role="alert">
          {words.faults[fault]}
        </p>
      )}
      <ol className="kept-pictures" aria-label={words.photos}>
        {photos.map((photo, at) => (
          <li key={photo.id}>
            <PictureView id={photo.id} alt={words.photoNumber(at + 1)} width={photo.width} height={photo.height} />
            <p className="kept-line">
              <span>
                {words.photoNumber(at + 1)}
                {words.gap}
                {formatTime(new Date(photo.takenAt))}
                <br />
                {photo.place ? words.placed(Math.round(photo.place.accuracyMetres)) : words.unplaced}
              </span>
              <button
                type="button"
                className="link-button"
                aria-label={words.removeNumber(at + 1)}
                onClick={() => void remove(photo.id)}
              >
                {words.remove}
              </button>
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
