// Photos of the sheet as they are chosen: made small and bare in the page, kept in memory until the visit that names them is sent.
import { useEffect, useRef, useState } from 'react';
import { MOST_ATTACHMENTS } from '../../../server/flow/visits/attachments/model.ts';
import { makeId } from '../../api/make-id.ts';
import { serviceNow } from '../../api/now.ts';
import { digestOf } from '../../pictures/digest.ts';
import { takePicture } from '../../pictures/picture.ts';
import type { SheetPhoto } from './send-photos.ts';

export interface ShownPhoto extends SheetPhoto {
  name: string;
  /** Of the picture in this page. */
  address: string;
}

export type PhotoFault = 'unreadable' | 'many';

export function usePhotos() {
  const [photos, setPhotos] = useState<readonly ShownPhoto[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<PhotoFault | null>(null);
  const shown = useRef(photos);
  shown.current = photos;
  useEffect(
    () => () => {
      for (const { address } of shown.current) URL.revokeObjectURL(address);
    },
    [],
  );

  const add = async (files: readonly File[]) => {
    setIsBusy(true);
    setFault(files.length > MOST_ATTACHMENTS - photos.length ? 'many' : null);
    for (const file of files.slice(0, MOST_ATTACHMENTS - photos.length))
      try {
        const photo = await photoOf(file);
        setPhotos((before) => [...before, photo]);
      } catch {
        setFault('unreadable');
      }
    setIsBusy(false);
  };
  const remove = ({ declared: { id }, address }: ShownPhoto) => {
    URL.revokeObjectURL(address);
    setPhotos((before) => before.filter((one) => one.declared.id !== id));
  };
  return { photos, isBusy, fault, add, remove };
}

async function photoOf(file: File): Promise<ShownPhoto> {
  const { content, width, height } = await takePicture(file);
  const declared = {
    ...{ id: makeId(), kind: 'photo' as const, document: null, witness: null, place: null, look: null },
    takenAt: serviceNow().toISOString(),
    ...{ bytes: content.length, sha256: await digestOf(content), width, height },
  };
  return { declared, content, name: file.name, address: URL.createObjectURL(new Blob([content])) };
}
