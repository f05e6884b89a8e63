// The end of a form in a dialog: why it was not taken, the way out, and the button that sends it.
import { ActButton } from './act-button.tsx';
import { useWords } from './language.tsx';
import { useProblemText } from './states.tsx';
import { ui } from './words.ts';

interface FormEndProps {
  /** What the last try failed by; null or undefined: nothing. */
  fault: unknown;
  /** What has not happened then, in bold before the reason. */
  notDone?: string | undefined;
  save: string;
  /** Said on the button while it is sent. */
  saving?: string | undefined;
  isSending: boolean;
  /** False: something is still missing. */
  isComplete?: boolean;
  onClose: () => void;
}

export function FormEnd({ fault, notDone, save, saving, isSending, isComplete = true, onClose }: FormEndProps) {
  const common = useWords(ui);
  const problemText = useProblemText();
  return (
    <>
      {fault !== null && fault !== undefined && (
        <p className="note-line is-urgent" role="alert">
          {notDone && <b>{notDone}</b>} {problemText(fault)}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
        <ActButton type="submit" className="button button-primary" disabled={!isComplete || isSending}>
          {isSending && saving ? saving : save}
        </ActButton>
      </div>
    </>
  );
}
