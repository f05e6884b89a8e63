// A new sweep: whom, where, until when, why; it can be begun only after its preview was seen.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import {
  LARGEST_SWEEP,
  LONGEST_SWEEP,
  type SweepPreview,
  type SweepPreviewInput,
} from '../../../server/flow/tasks/campaigns/model.ts';
import { addDays } from '../../../server/kernel/clock.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { beginSweep, previewSweep } from './queries.ts';
import { SweepVillages } from './sweep-villages.tsx';
import { campaignWords } from './words.ts';

interface SweepFormProps {
  home: string;
  today: string;
  /** The picker of a place, of the page. */
  renderPlace: (value: string, onPick: (area: string) => void) => ReactNode;
  onClose: () => void;
}

export function SweepForm({ home, today, renderPlace, onClose }: SweepFormProps) {
  const common = useWords(ui);
  const { form } = useWords(campaignWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [area, setArea] = useState('');
  const [due, setDue] = useState(addDays(today, 30));
  const [isDraw, setIsDraw] = useState(true);
  const [size, setSize] = useState(20);
  const [condition, setCondition] = useState('');
  const whom: SweepPreviewInput = {
    area: area || home,
    ...(isDraw ? { draw: { size } } : { condition: condition.trim() }),
  };
  const key = JSON.stringify(whom);
  const [seen, setSeen] = useState<{ key: string; preview: SweepPreview } | null>(null);
  const preview = useMutation({
    mutationFn: () => previewSweep(whom),
    onSuccess: (answer) => setSeen({ key, preview: answer }),
  });
  const begin = useMutation({
    mutationFn: () => beginSweep({ ...whom, name: name.trim(), reason: reason.trim(), due }),
    onSuccess: async ({ picked }) => {
      say(form.saved(picked));
      onClose();
      await Promise.all(['campaigns', 'tasks'].map((one) => client.invalidateQueries({ queryKey: [one] })));
    },
  });
  const isSeen = seen?.key === key;
  const isSound = isSeen && seen.preview.picked > 0 && !seen.preview.isTooLarge;
  const isComplete = isSound && name.trim().length >= 2 && reason.trim().length >= 4 && due > today;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) begin.mutate();
  };
  const fault = begin.error ?? preview.error;
  return (
    <Dialog title={form.title} onClose={onClose}>
      <form className="plain-form" onSubmit={submit}>
        <div className="two">
          <label>
            <span>{form.name}</span>
            <input className="field" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <label>
            <span>{form.due}</span>
            <input
              className="field"
              type="date"
              min={addDays(today, 1)}
              max={addDays(today, LONGEST_SWEEP)}
              value={due}
              onChange={(event) => setDue(event.target.value)}
            />
          </label>
        </div>
        <label>
          <span>{form.reason}</span>
          <input className="field" maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <div className="two">
          <div className="labelled">
            <span>{form.place}</span>
            {renderPlace(area, setArea)}
          </div>
          <label>
            <span>{form.how}</span>
            <select
              className="field"
              value={isDraw ? 'draw' : 'condition'}
              onChange={(event) => setIsDraw(event.target.value === 'draw')}
            >
              <option value="draw">{form.byDraw}</option>
              <option value="condition">{form.byCondition}</option>
            </select>
          </label>
        </div>
        {isDraw ? (
          <label>
            <span>{form.size}</span>
            <input
              className="field"
              type="number"
              min={1}
              max={LARGEST_SWEEP}
              value={size}
              onChange={(event) => setSize(Number(event.target.value))}
            />
          </label>
        ) : (
          <label>
            <span>{form.condition}</span>
            <textarea
              className="field"
              rows={2}
              maxLength={2000}
              placeholder={form.example}
              value={condition}
              onChange={(event) => setCondition(event.target.value)}
            />
          </label>
        )}
        <button type="button" className="button" disabled={preview.isPending} onClick={() => preview.mutate()}>
          {form.preview}
        </button>
        {seen && (
          <div className="preview-box" aria-live="polite">
            {isSeen ? <SweepVillages preview={seen.preview} /> : <p>{form.again}</p>}
          </div>
        )}
        {fault && (
          <p className="late" role="alert">
            {problemText(fault)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={!isComplete || begin.isPending}>
            {form.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
