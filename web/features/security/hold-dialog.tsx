// Ending a session, locking an account, releasing one: asked once more, with what it will do and the reason that is kept.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { endSessionOf, holdAccount } from './queries.ts';
import { securityWords } from './words.ts';

export interface Held {
  act: 'end' | 'lock' | 'release';
  /** Of the session, or of the account. */
  id: string;
  name: string;
}

export function HoldDialog({ held, onClose }: { held: Held; onClose: () => void }) {
  const { act, id, name } = held;
  const client = useQueryClient();
  const common = useWords(ui);
  const words = useWords(securityWords);
  const problemText = useProblemText();
  const say = useToast();
  const [reason, setReason] = useState('');
  const sending = useMutation({
    mutationFn: () => (act === 'end' ? endSessionOf(id) : holdAccount(id, act, reason.trim())),
    onSuccess: async () => {
      say(act === 'end' ? words.ended(name) : words.done(name, words[act]));
      onClose();
      await client.invalidateQueries({ queryKey: ['security'] });
    },
  });
  const about = { end: words.endAbout(name), lock: words.lockAbout, release: words.releaseAbout }[act];
  const isReady = act === 'end' || reason.trim().length >= 2;
  return (
    <Dialog title={words[act] + common.colon + name} onClose={onClose}>
      <form
        className="form-rows"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !sending.isPending) sending.mutate();
        }}
      >
        <p>{about}</p>
        {act !== 'end' && (
          <label>
            <span>{words.reason}</span>
            <input
              className="field"
              maxLength={300}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
        )}
        {sending.isError && (
          <p className="note-line is-urgent" role="alert">
            <b>{words.notDone}</b> {problemText(sending.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <ActButton type="submit" className="button button-primary" disabled={!isReady || sending.isPending}>
            {sending.isPending ? words.sending : words[act]}
          </ActButton>
        </div>
      </form>
    </Dialog>
  );
}
