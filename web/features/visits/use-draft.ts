// The draft of one task as state: every change is on the phone before the next answer is asked.
import { useState } from 'react';
import { serviceNow } from '../../api/now.ts';
import { type Draft, loadDraft, saveDraft } from './draft.ts';

export function useDraft(userId: string, first: Draft) {
  const [draft, setDraft] = useState(first);
  const [isSaved, setIsSaved] = useState(true);
  const change = (part: Partial<Draft>) => {
    const next: Draft = { ...draft, ...part, status: 'writing', savedAt: serviceNow().toISOString() };
    setDraft(next);
    setIsSaved(saveDraft(userId, next));
  };
  /** Takes over what the phone holds, such as the refusal a sending left there. */
  const reload = () => setDraft(loadDraft(userId, draft.taskId) ?? draft);
  return { draft, change, reload, isSaved };
}
