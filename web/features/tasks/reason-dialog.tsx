// Asks for a reason, and for a day where the act needs one.
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { taskWords } from './words.ts';

interface ReasonDialogProps {
  title: string;
  hint?: string;
  /** The first day that can be picked; without it no day is asked for. */
  firstDay?: string;
  onSend: (reason: string, day: string) => void;
  onClose: () => void;
}

export function ReasonDialog({ title, hint, firstDay, onSend, onClose }: ReasonDialogProps) {
  const common = useWords(ui);
  const words = useWords(taskWords);
  const [reason, setReason] = useState('');
  const [day, setDay] = useState(firstDay ?? '');
  return (
    <Dialog title={title} onClose={onClose}>
      {firstDay !== undefined && (
        <label className="reason-day">
          {words.extendUntil}{' '}
          <input
            className="field"
            type="date"
            min={firstDay}
            value={day}
            onChange={(event) => setDay(event.target.value)}
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
      <p className="faint">{hint ?? words.reasonHint}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={reason.trim().length < 2 || (firstDay !== undefined && day < firstDay)}
          onClick={() => onSend(reason.trim(), day)}
        >
          {words.send}
        </button>
      </div>
    </Dialog>
  );
}
