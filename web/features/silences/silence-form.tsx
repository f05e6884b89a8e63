// A new silence: what, where, why, until when; it can be made only after its preview was seen.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { LONGEST_SILENCE, type SilencedRule, type SilencePreview } from '../../../server/flow/alerts/model.ts';
import { addDays } from '../../../server/kernel/clock.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { PreviewPart, usePreview } from '../../ui/preview-part.tsx';
import { useToast } from '../../ui/toast.tsx';
import { addSilence, previewSilence, type Silenced } from './queries.ts';
import { silenceWords } from './words.ts';

interface SilenceFormProps {
  rules: readonly SilencedRule[];
  home: string;
  today: string;
  /** The picker of a place, of the page. */
  renderPlace: (value: string, onPick: (area: string) => void) => ReactNode;
  onClose: () => void;
}

export function SilenceForm({ rules, home, today, renderPlace, onClose }: SilenceFormProps) {
  const { language } = useLanguage();
  const { form, everyRule } = useWords(silenceWords);
  const say = useToast();
  const client = useQueryClient();
  const [ruleId, setRuleId] = useState('');
  const [area, setArea] = useState('');
  const [household, setHousehold] = useState('');
  const [until, setUntil] = useState(addDays(today, 30));
  const [reason, setReason] = useState('');
  const of: Silenced = {
    ...(ruleId && { ruleId }),
    ...(household.trim() ? { household: household.trim() } : { area: area || home }),
  };
  const preview = usePreview(of, () => previewSilence(of));
  const add = useMutation({
    mutationFn: () => addSilence({ ...of, reason: reason.trim(), until: `${until}T23:59:59+08:00` }),
    onSuccess: async () => {
      say(form.saved);
      onClose();
      await client.invalidateQueries({ queryKey: ['silences'] });
    },
  });
  const isComplete = preview.now !== null && reason.trim().length >= 4 && until >= today;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) add.mutate();
  };
  const fault = add.error ?? preview.error;
  return (
    <Dialog title={form.title} onClose={onClose}>
      <form className="plain-form" onSubmit={submit}>
        <label>
          <span>{form.rule}</span>
          <select className="field" value={ruleId} onChange={(event) => setRuleId(event.target.value)}>
            <option value="">{everyRule}</option>
            {rules.map((rule) => (
              <option key={rule.id} value={rule.id}>
                {rule.names[language]}
                {rule.severity === 'red' ? ` (${form.red})` : ''}
              </option>
            ))}
          </select>
        </label>
        <div className="two">
          <div className="labelled">
            <span>{form.place}</span>
            {renderPlace(area, setArea)}
          </div>
          <label>
            <span>{form.until}</span>
            <input
              className="field"
              type="date"
              min={today}
              max={addDays(today, LONGEST_SILENCE - 1)}
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          </label>
        </div>
        <label>
          <span>{form.household}</span>
          <input
            className="field"
            maxLength={40}
            value={household}
            onChange={(event) => setHousehold(event.target.value)}
          />
        </label>
        <label>
          <span>{form.reason}</span>
          <textarea
            className="field"
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <PreviewPart
          preview={preview}
          label={form.preview}
          again={form.again}
          render={(answer) => <PreviewText preview={answer} />}
        />
        <FormEnd fault={fault} save={form.save} isSending={add.isPending} isComplete={isComplete} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function PreviewText({ preview }: { preview: SilencePreview }) {
  const { language } = useLanguage();
  const { form } = useWords(silenceWords);
  return (
    <>
      <p className="strong">{form.previewed(preview.findings, preview.households)}</p>
      <ul>
        {preview.rules.map((rule) => (
          <li key={rule.ruleId}>{form.byRule(rule.rule[language], rule.findings)}</li>
        ))}
      </ul>
      <p>{form.untouched(preview.untouched)}</p>
    </>
  );
}
