// Asks for a reason, and for a day where the act needs one.
import { useState } from 'react';
import { Dialog } from './dialog.tsx';
import { useWords } from './language.tsx';
import { ui } from './words.ts';

export interface ReasonDialogProps {
  title: string;
  hint: string;
  /** What the button that sends it says. */
  send: string;
  /** Asks for a day, and which is the first that can be picked. */
  day?: { label: string; first: string };
  /** Why sending it failed: the dialog stays with what was written. */
  fault?: string | undefined;
  isSending?: boolean;
  onSend: (reason: string, day: string) => void;
  onClose: () => void;
}

export function ReasonDialog({ title, hint, send, day, fault, isSending, onSend, onClose }: ReasonDialogProps) {
  const common = useWords(ui);
  const [reason, setReason] = useState('');
  const [on, setOn] = useState(day?.first ?? '');
  return (
    <Dialog title={title} onClose={onClose}>
      {day && (
        <label className="reason-day">
          {day.label}{' '}
          <input
            className="field"
            type="date"
            min={day.first}
            value={on}
            onChange={(event) => setOn(event.target.value)}
          />
        </label>
      )}
      <textarea
        className="field"
        rows={4}
        maxLength={500}
        aria-label={title}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <p className="faint">{hint}</p>
      {fault && (
        <p className="late" role="alert">
          {fault}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={isSending || reason.trim().length < 2 || (day !== undefined && on < day.first)}
          onClick={() => onSend(reason.trim(), on)}
        >
          {send}
        </button>
      </div>
    </Dialog>
  );
}
