// What stands under a photo or signature: which it is, when, and how far from where the visit says it was.
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import { metresBetween } from '../../offline/distance.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { attachmentWords } from './attachment-words.ts';

export type Visit = TaskDetail['visits'][number];
export type Attachment = Visit['attachments'][number];

export const addressOf = (visit: Visit, { id }: Attachment) => `/api/visits/${visit.id}/attachments/${id}`;

interface Caption {
  name: string;
  when: string;
  where: string;
  /** All of it, for who cannot see the picture. */
  whole: string;
}

export function useCaption(visit: Visit, now: Date): (one: Attachment) => Caption {
  const { language } = useLanguage();
  const words = useWords(attachmentWords);
  const photos = visit.attachments.filter((one) => one.kind === 'photo');
  return (one) => {
    const time = formatDayTime(one.takenAt, language, now);
    const isSigned = one.document !== null;
    const witness = one.witness === null ? '' : ` · ${words.witnessed(one.witness)}`;
    const far = one.place && visit.place ? Math.round(metresBetween(visit.place, one.place)) : null;
    const told =
      far === null ? '' : far < 1000 ? words.metres(far) : words.kilometres((far / 1000).toFixed(far < 10_000 ? 1 : 0));
    const caption = {
      name: one.document
        ? words.signature(words.documents[one.document])
        : words.photoNumber(photos.findIndex((photo) => photo.id === one.id) + 1),
      when: (isSigned ? words.signedAt(time) : words.takenAt(time)) + witness,
      where: told ? words.apart(told) : one.place ? words.within(Math.round(one.place.accuracyMetres)) : words.unplaced,
    };
    return { ...caption, whole: words.whole(caption.name, caption.when, caption.where) };
  };
}
