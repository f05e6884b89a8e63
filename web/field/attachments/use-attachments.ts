// Adds photos and signatures to a draft and takes them off again: bytes first, then their record, then the draft that names them.
import { useRef, useState } from 'react';
import { MOST_ATTACHMENTS } from '../../../server/flow/visits/attachments/model.ts';
import { makeId } from '../../api/make-id.ts';
import { serviceNow } from '../../api/now.ts';
import { type Attachment, makeAttachment } from '../../offline/attachments.ts';
import { isFull } from '../../offline/database.ts';
import type { Draft } from '../../offline/draft.ts';
import { addAttachment, dropAttachment, namedBy } from '../../offline/phone.ts';
import { digestOf } from '../../pictures/digest.ts';
import type { Taken } from '../../pictures/picture.ts';
import { usePhone } from '../open-phone.tsx';
import { placeNow } from './place.ts';

export type Fault = 'unreadable' | 'full' | 'many';
type Of = Pick<Attachment, 'kind' | 'document' | 'witness'>;

export interface AttachmentsOf {
  draft: Draft;
  onChange(part: Pick<Draft, 'attachments'>): void;
}

/** The draft's attachments, and the ways to change them. `fault` is of the last try. */
export function useAttachments({ draft, onChange }: AttachmentsOf) {
  const { phone, bytes, change } = usePhone();
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const held = namedBy(phone, draft);

  /** Whether the one on its way was kept: who goes on waits for it, since it would be lost to a visit that is sent before. */
  const keeping = useRef(Promise.resolve(true));
  const keep = (of: Of, make: () => Promise<Taken>, replaces: readonly string[] = []): Promise<boolean> => {
    keeping.current = keepOne(of, make, replaces);
    return keeping.current;
  };
  const keepOne = async (of: Of, make: () => Promise<Taken>, replaces: readonly string[]): Promise<boolean> => {
    if (held.length - replaces.length >= MOST_ATTACHMENTS) {
      setFault('many');
      return false;
    }
    setIsBusy(true);
    setFault(null);
    const takenAt = serviceNow().toISOString();
    try {
      const [taken, place] = await Promise.all([make(), placeNow(draft)]);
      const { content, width, height, look } = taken;
      const sha256 = await digestOf(content);
      const declared = { ...of, id: makeId(), takenAt, place, bytes: content.length, sha256, width, height, look };
      await bytes.write(declared.id, content);
      const one = makeAttachment(declared, draft.id);
      if (!(await change((before) => addAttachment(before, one)))) throw new DOMException('', 'QuotaExceededError');
      const left = draft.attachments.filter((id) => !replaces.includes(id));
      onChange({ attachments: [...left, one.id] });
      for (const id of replaces) await change((before) => dropAttachment(before, id));
      return true;
    } catch (error) {
      setFault(isFull(error) ? 'full' : 'unreadable');
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  const remove = async (id: string) => {
    setFault(null);
    onChange({ attachments: draft.attachments.filter((one) => one !== id) });
    await change((before) => dropAttachment(before, id));
  };
  return { held, isBusy, fault, keep, keeping, remove };
}
