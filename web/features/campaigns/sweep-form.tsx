// A new sweep: whom, where, until when, why; it can be begun only after its preview was seen.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { LARGEST_SWEEP, LONGEST_SWEEP, type SweepPreviewInput } from '../../../server/flow/tasks/campaigns/model.ts';
import { addDays } from '../../../server/kernel/clock.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { useWords } from '../../ui/language.tsx';
import { PreviewPart, usePreview } from '../../ui/preview-part.tsx';
import { useToast } from '../../ui/toast.tsx';
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
  const { form } = useWords(campaignWords);
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
  const preview = usePreview(whom, () => previewSweep(whom));
  const begin = useMutation({
    mutationFn: () => beginSweep({ ...whom, name: name.trim(), reason: reason.trim(), due }),
    onSuccess: async ({ picked }) => {
      say(form.saved(picked));
      onClose();
      await Promise.all(['campaigns', 'tasks'].map((one) => client.invalidateQueries({ queryKey: [one] })));
    },
  });
  const isSound = preview.now !== null && preview.now.picked > 0 && !preview.now.isTooLarge;
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
        <PreviewPart
          preview={preview}
          label={form.preview}
          again={form.again}
          render={(answer) => <SweepVillages preview={answer} />}
        />
        <FormEnd fault={fault} save={form.save} isSending={begin.isPending} isComplete={isComplete} onClose={onClose} />
      </form>
    </Dialog>
  );
}
