// 看全号: asks for a reason, shows the number for thirty seconds, and forgets it.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { REVEAL_PURPOSES, type RevealInput } from '../../../server/household/model.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { revealNumber } from './queries.ts';
import { householdWords } from './words.ts';

export interface Wanted {
  personId: number;
  name: string;
  field: RevealInput['field'];
}

interface RevealDialogProps {
  householdId: string;
  wanted: Wanted;
  onShown: (value: string) => void;
  onClose: () => void;
}

const SHORTEST = 4;

export function RevealDialog({ householdId, wanted, onShown, onClose }: RevealDialogProps) {
  const common = useWords(ui);
  const words = useWords(householdWords);
  const problemText = useProblemText();
  const [purpose, setPurpose] = useState<RevealInput['purpose']>('verify');
  const [reason, setReason] = useState('');
  const [isShort, setIsShort] = useState(false);
  const texts = words.reveal;
  const asking = useMutation({
    mutationFn: () =>
      revealNumber(householdId, { personId: wanted.personId, field: wanted.field, purpose, reason: reason.trim() }),
    onSuccess: ({ value }) => onShown(value),
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isTooShort = reason.trim().length < SHORTEST;
    setIsShort(isTooShort);
    if (!isTooShort) asking.mutate();
  };
  return (
    <Dialog title={texts.title(wanted.name, words.fields[wanted.field])} onClose={onClose}>
      <form className="reveal-form" onSubmit={submit}>
        <p>{texts.lead}</p>
        <fieldset>
          <legend>{texts.purpose}</legend>
          {REVEAL_PURPOSES.map((one) => (
            <label key={one}>
              <input type="radio" name="purpose" checked={purpose === one} onChange={() => setPurpose(one)} />
              {texts.purposes[one]}
            </label>
          ))}
        </fieldset>
        <label>
          {texts.reason}
          <input
            className="field"
            value={reason}
            maxLength={200}
            aria-describedby="reveal-hint"
            aria-invalid={isShort}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p id="reveal-hint" className={isShort ? 'late' : 'faint'} role={isShort ? 'alert' : undefined}>
          {isShort ? texts.short : texts.hint}
        </p>
        {asking.isError && (
          <p className="late" role="alert">
            {problemText(asking.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <ActButton type="submit" className="button button-primary" disabled={asking.isPending}>
            {asking.isPending ? texts.asking : texts.ask}
          </ActButton>
        </div>
      </form>
    </Dialog>
  );
}
