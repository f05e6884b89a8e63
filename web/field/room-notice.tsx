// Says that the phone is running full, before it is.
import { useEffect, useState } from 'react';
import { freeRoom, isLow } from '../offline/room.ts';
import { useWords } from '../ui/language.tsx';
import { usePhone } from './open-phone.tsx';
import { roomWords } from './room-words.ts';

export function RoomNotice() {
  const words = useWords(roomWords);
  const { attachments } = usePhone().phone;
  const [free, setFree] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every photo that is kept or freed changes it
  useEffect(() => {
    void freeRoom(navigator.storage).then(setFree);
  }, [attachments]);
  if (!isLow(free)) return null;
  return (
    <p className="field-banner is-offline" role="status">
      {words.low(Math.max(0, Math.floor(free / 1024 ** 2)))}
    </p>
  );
}
