// Changing one's password: asked for before anything else where somebody else has set it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/client.ts';
import { sessionQuery } from '../../api/session.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { useWords } from '../../ui/language.tsx';
import { Mark } from '../../ui/mark.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { passwordWords } from './password-words.ts';
import './session.css';

export function PasswordForm({ isForced, onDone }: { isForced: boolean; onDone: () => void }) {
  const client = useQueryClient();
  const common = useWords(ui);
  const words = useWords(passwordWords);
  const problemText = useProblemText();
  const say = useToast();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useMutation({
    mutationFn: () => call('PUT', '/api/password', { body: { oldPassword: old, newPassword: next } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      say(words.done);
      onDone();
    },
  });
  const differs = again !== '' && next !== again;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (next === again) change.mutate();
  };
  const field = (name: string, value: string, set: (value: string) => void, autoComplete: string) => (
    <label>
      <span>{name}</span>
      <input
        className="field"
        type="password"
        required
        autoComplete={autoComplete}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  );
  return (
    <main className="sign-in">
      <header>
        <Mark size={48} />
        <div>
          <h1>{words.title}</h1>
          <p>{isForced ? words.must : words.own}</p>
        </div>
      </header>
      <form onSubmit={submit}>
        {field(words.old, old, setOld, 'current-password')}
        {field(words.next, next, setNext, 'new-password')}
        <p className="faint">{words.nextHint}</p>
        {field(words.again, again, setAgain, 'new-password')}
        {(differs || change.isError) && (
          <p className="late" role="alert">
            {differs ? words.differs : problemText(change.error)}
          </p>
        )}
        <ActButton type="submit" className="button button-primary" disabled={change.isPending || next !== again}>
          {change.isPending ? words.saving : words.save}
        </ActButton>
        {!isForced && (
          <button type="button" className="button" onClick={onDone}>
            {common.cancel}
          </button>
        )}
      </form>
    </main>
  );
}
