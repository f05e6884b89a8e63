// What a phone shows that was reported lost and has wiped itself.
import type { ReactNode } from 'react';
import { useWords } from '../../ui/language.tsx';
import { clockWords } from './clock-words.ts';
import { Notice } from './gate.tsx';

export default function LostNotice({ children }: { children: ReactNode }) {
  const words = useWords(clockWords);
  return (
    <Notice title={words.lost} hint={words.lostHint}>
      {children}
    </Notice>
  );
}
