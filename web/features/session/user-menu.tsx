// Who is signed in; language and the way out.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { endSession, sessionQuery, useMe } from '../../api/session.ts';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { sessionWords } from './words.ts';
import './session.css';

export function UserMenu() {
  const me = useMe();
  const common = useWords(ui);
  const words = useWords(sessionWords);
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
      <summary aria-label={`${words.menu}: ${me.name}`}>
        <span className="user-role">{words.roles[me.role]} · </span>
        {me.name}
      </summary>
      <div className="user-menu-body">
        <p>
          <b>{me.name}</b> {words.roles[me.role]}
        </p>
        <p className="faint">{me.body?.name ?? me.department}</p>
        {me.mustChangePassword && <p>{words.changePassword}</p>}
        <LanguageSwitch />
        {signOut.isError && <p className="late">{problemText(signOut.error)}</p>}
        <button type="button" className="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          {common.signOut}
        </button>
      </div>
    </details>
  );
}
