// Who is signed in; language, theme and the way out.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { endSession, sessionQuery, useMe } from '../../api/session.ts';
import { useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { KeysSwitch } from './keys-switch.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { sessionWords } from './words.ts';
import './session.css';

export function UserMenu() {
  const me = useMe();
  const common = useWords(ui);
  const words = useWords(sessionWords);
  const { roles } = useWords(roleWords);
  const problemText = useProblemText();
  const client = useQueryClient();
  const box = useRef<HTMLDetailsElement>(null);
  const signOut = useMutation({
    mutationFn: endSession,
    onSuccess: () => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, null);
    },
  });
  useEffect(() => {
    const closeOutside = (event: Event) => {
      if (box.current && !box.current.contains(event.target as Node)) box.current.open = false;
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, []);
  return (
    <details ref={box} className="user-menu">
      <summary>
        <span className="user-role">{roles[me.role]} · </span>
        {me.name}
        <span className="visually-hidden"> {words.menu}</span>
      </summary>
      <div className="user-menu-body">
        <p>
          <b>{me.name}</b> {roles[me.role]}
        </p>
        <p className="faint">{me.body?.name ?? me.department}</p>
        <Link to="/contact">{words.contact}</Link>
        <Link to="/password">{words.changePassword}</Link>
        <LanguageSwitch />
        <ThemeSwitch />
        <KeysSwitch />
        {signOut.isError && <p className="late">{problemText(signOut.error)}</p>}
        <button type="button" className="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          {common.signOut}
        </button>
      </div>
    </details>
  );
}
