// The draft of one visit as state: chosen answers are kept at once, typed ones as soon as the typing rests.
import { useEffect, useRef, useState } from 'react';
import { serviceNow } from '../../api/now.ts';
import type { Draft } from '../../offline/draft.ts';
import { saveDraft } from '../../offline/phone.ts';
import { usePhone } from '../open-phone.tsx';

const REST = 400;

export type Writing = ReturnType<typeof useDraft>;

/**
 * One for all pages of a visit, so that a page never begins with less than the page before it knew. `isSaved`: null while a letter waits,
 * false when the phone had no room.
 */
export function useDraft(first: Draft) {
  const { change: changePhone } = usePhone();
  const [draft, setDraft] = useState(first);
  const [isSaved, setIsSaved] = useState<boolean | null>(true);
  const latest = useRef(draft);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saving = useRef(Promise.resolve(true));
  const save = useRef(async () => true);
  save.current = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    saving.current = changePhone((phone) => saveDraft(phone, latest.current)).then((isKept) => {
      setIsSaved(isKept);
      return isKept;
    });
    return saving.current;
  };
  const change = (part: Partial<Draft>, when: 'now' | 'soon' = 'now') => {
    const next: Draft = { ...latest.current, ...part, savedAt: serviceNow().toISOString() };
    latest.current = next;
    setDraft(next);
    clearTimeout(timer.current);
    if (when === 'now') return void save.current();
    setIsSaved(null);
    timer.current = setTimeout(() => void save.current(), REST);
  };
  /** Waits until everything is on the phone; false when it has no room. */
  const settle = async () => (timer.current === undefined && (await saving.current)) || (await save.current());
  useEffect(() => {
    const saveNow = () => {
      if (timer.current !== undefined) void save.current();
    };
    // The last moment that a phone gives: the page is hidden, and may never be shown again.
    document.addEventListener('visibilitychange', saveNow);
    return () => {
      document.removeEventListener('visibilitychange', saveNow);
      saveNow();
    };
  }, []);
  return { draft, change, settle, isSaved };
}
