// Signing in on the phone: first, or again when the session has ended. What is on the phone stays its owner's.
import { type FormEvent, useState } from 'react';
import type { Me } from '../../../server/access/model.ts';
import { call } from '../../api/client.ts';
import { endSession, startSession } from '../../api/session.ts';
import { sessionWords } from '../../features/session/words.ts';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { fieldWords } from '../words.ts';
import { Gate } from './gate.tsx';

interface SignInPageProps {
  /** Whose phone it is; somebody else is signed out again. */
  owner?: string;
  onDone: () => void;
}

export function SignInPage({ owner, onDone }: SignInPageProps) {
  const words = useWords(sessionWords);
  const field = useWords(fieldWords);
  const problemText = useProblemText();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState('');
  const [isWorking, setIsWorking] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsWorking(true);
    setFault('');
    try {
      await startSession(username.trim(), password);
      const me = await call<Me>('GET', '/api/session');
      if (owner === undefined || me.id === owner) return onDone();
      await endSession();
      setFault(field.otherUser);
    } catch (error) {
      setFault(problemText(error));
    }
    setIsWorking(false);
  };
  return (
    <Gate>
      <form onSubmit={(event) => void submit(event)}>
        <h1>{words.signIn}</h1>
        <label>
          <span>{words.username}</span>
          <input
            className="field"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck="false"
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
        {fault && (
          <p className="late" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" className="button button-primary field-button wide" disabled={isWorking}>
          {isWorking ? words.signingIn : words.signIn}
        </button>
      </form>
    </Gate>
  );
}
