// A password that is seen this once.
import type { PasswordMade } from '../../../server/access/accounts/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { accountWords } from './words.ts';

export function PasswordDialog({ made, onClose }: { made: PasswordMade; onClose: () => void }) {
  const { password } = useWords(accountWords);
  return (
    <Dialog title={password.title} onClose={onClose}>
      <p>{password.lead(made.username)}</p>
      <output className="once-password">{made.password}</output>
      {made.isBlocked && <p className="note-line">{password.held}</p>}
      <div className="dialog-actions">
        <button type="button" className="button button-primary" onClick={onClose}>
          {password.close}
        </button>
      </div>
    </Dialog>
  );
}
