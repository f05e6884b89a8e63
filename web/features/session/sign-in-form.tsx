// Username and password; a refusal is said beside the button and what was typed stays.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { sessionQuery, startSession } from '../../api/session.ts';
import { useWords } from '../../ui/language.tsx';
import { Mark } from '../../ui/mark.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { RehearsalNotice } from './rehearsal-chip.tsx';
import { sessionWords } from './words.ts';
import './session.css';

export function SignInForm() {
  const common = useWords(ui);
  const words = useWords(sessionWords);
  const problemText = useProblemText();
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: async () => {
      await startSession(username.trim(), password);
      return client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className="sign-in">
      <RehearsalNotice />
      <header>
        <Mark size={48} />
        <div>
          <h1>{common.product}</h1>
          <p>{words.line}</p>
        </div>
      </header>
      <form onSubmit={submit}>
        <label>
          <span>{words.username}</span>
          <input
            className="field"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </label>
        <label>
          <span>{words.password}</span>
          <input
            className="field"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {signIn.isError && (
          <p className="late" role="alert">
            {problemText(signIn.error)}
          </p>
        )}
        <button type="submit" className="button button-primary" disabled={signIn.isPending}>
          {signIn.isPending ? words.signingIn : words.signIn}
        </button>
      </form>
      <LanguageSwitch />
    </main>
  );
}
