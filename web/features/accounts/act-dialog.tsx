// Asks once more before an act on an account, says what it will do, and takes the reason where one is kept.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountRow } from '../../../server/access/model.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { PasswordDialog } from './password-dialog.tsx';
import { type Act, actOn, resetPassword } from './queries.ts';
import { accountWords } from './words.ts';

const WITH_REASON: readonly Act[] = ['disable', 'lock', 'release'];

interface ActDialogProps {
  account: Pick<AccountRow, 'id' | 'name' | 'username'>;
  act: Act;
  onClose: () => void;
}

export function ActDialog({ account, act, onClose }: ActDialogProps) {
  const client = useQueryClient();
  const common = useWords(ui);
  const words = useWords(accountWords);
  const say = useToast();
  const [reason, setReason] = useState('');
  const needsReason = WITH_REASON.includes(act);
  const name = words.acts[act] ?? act;
  const sending = useMutation({
    mutationFn: () => actOn(account.id, act, needsReason ? reason.trim() : undefined),
    onSuccess: async () => {
      say(words.done(account.name, name));
      onClose();
      await Promise.all(['accounts', 'security'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  const isReady = !needsReason || reason.trim().length >= 2;
  return (
    <Confirm
      title={name + common.colon + account.name}
      about={words.about[act] ?? ''}
      act={name}
      isReady={isReady}
      sending={sending}
      onClose={onClose}
    >
      {needsReason && (
        <label className="form-rows">
          <span className="faint">{words.reason}</span>
          <input
            className="field"
            maxLength={300}
            placeholder={words.reasonHint}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      )}
    </Confirm>
  );
}

export function ResetDialog({ account, onClose }: Omit<ActDialogProps, 'act'>) {
  const client = useQueryClient();
  const common = useWords(ui);
  const words = useWords(accountWords);
  const reset = useMutation({
    mutationFn: () => resetPassword(account.id),
    // Not into the cache: it goes with this dialog.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  });
  if (reset.data) return <PasswordDialog made={reset.data} onClose={onClose} />;
  return (
    <Confirm
      title={words.acts.reset + common.colon + account.name}
      about={words.about.reset ?? ''}
      act={words.acts.reset ?? ''}
      isReady
      sending={reset}
      onClose={onClose}
    />
  );
}

interface ConfirmProps {
  title: string;
  about: string;
  act: string;
  isReady: boolean;
  sending: { isPending: boolean; isError: boolean; error: unknown; mutate: () => void };
  onClose: () => void;
  children?: React.ReactNode;
}

function Confirm({ title, about, act, isReady, sending, onClose, children }: ConfirmProps) {
  const common = useWords(ui);
  const words = useWords(accountWords);
  const problemText = useProblemText();
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="form-rows"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !sending.isPending) sending.mutate();
        }}
      >
        <p>{about}</p>
        {children}
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
            {sending.isPending ? words.sending : act}
          </ActButton>
        </div>
      </form>
    </Dialog>
  );
}
