// Sends a finished visit. The id was made on this phone, so sending again after a lost answer changes nothing.
import type { QueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { ApiError, isOffline } from '../../api/problem.ts';
import { type Draft, listDrafts, removeDraft, saveDraft, visitInputOf } from './draft.ts';

export type Sent = 'sent' | 'waiting' | 'refused';

/** What became of it: `waiting` stays on the phone for the network, `refused` stays for a person. */
export async function sendDraft(userId: string, draft: Draft, client: QueryClient): Promise<Sent> {
  try {
    await call('PUT', `/api/visits/${draft.id}`, { body: visitInputOf(draft) });
    removeDraft(userId, draft.taskId);
    void client.invalidateQueries({ queryKey: ['tasks'] });
    return 'sent';
  } catch (error) {
    const mayPass = isOffline(error) || (error instanceof ApiError && (error.status === 401 || error.status === 429));
    const refusal =
      error instanceof ApiError ? [error.message, ...error.errors.map((one) => one.detail)].join(' ') : '';
    saveDraft(userId, { ...draft, status: mayPass ? 'waiting' : 'refused', refusal });
    return mayPass ? 'waiting' : 'refused';
  }
}

/** Sends all that wait, in the order they were finished; stops at the first that finds no network. Returns how many arrived. */
export async function sendWaiting(userId: string, client: QueryClient): Promise<number> {
  let count = 0;
  for (const draft of listDrafts(userId)) {
    if (draft.status !== 'waiting') continue;
    const sent = await sendDraft(userId, draft, client);
    if (sent === 'waiting') return count;
    if (sent === 'sent') count += 1;
  }
  return count;
}
