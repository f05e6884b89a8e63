// What was agreed with the department, in words: how it delivers, and when.
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { useWords } from '../../ui/language.tsx';
import { sourceWords } from './words.ts';

/** `增量` and `次月 10 日前`; a day is only said of monthly sources, where it is the day of the month that follows. */
export function useAgreed({ mode, rhythm, dueDay }: Pick<SourceView, 'mode' | 'rhythm' | 'dueDay'>): {
  how: string;
  when: string;
} {
  const words = useWords(sourceWords);
  const isByDay = rhythm === 'monthly' && dueDay !== null;
  return { how: words.modes[mode], when: isByDay ? words.dueDay(dueDay) : (words.rhythms[rhythm] ?? rhythm) };
}
