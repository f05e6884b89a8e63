// One agreement of care as it was signed: new for a household that has none, or changed and prolonged.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type AgreementChange, type AgreementRow, RELATIONS } from '../../../server/flow/tasks/routine/model.ts';
import { addDays } from '../../../server/kernel/clock.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { addAgreement, changeAgreement, ROUTINE_KEY } from './queries.ts';
import { routineDeskWords } from './words.ts';

const YEAR_DAYS = 364;

export function AgreementForm({ row, today, onClose }: { row: AgreementRow; today: string; onClose: () => void }) {
  const common = useWords(ui);
  const { agreement: words } = useWords(routineDeskWords);
  const say = useToast();
  const client = useQueryClient();
  const [said, setSaid] = useState<AgreementChange>({
    carer: row.carer ?? '',
    relation: row.relation ?? 'relative',
    terms: row.terms ?? '',
    signedOn: row.signedOn ?? today,
    from: row.from ?? today,
    until: row.until ?? addDays(today, YEAR_DAYS),
  });
  const set = (change: Partial<AgreementChange>) => setSaid((before) => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: () =>
      row.id
        ? changeAgreement({ id: row.id, body: said })
        : addAgreement({ ...said, household: row.household.number ?? row.household.id }),
    onSuccess: () => {
      say(words.saved);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ROUTINE_KEY }),
  });
  const isComplete = said.carer.trim().length >= 2 && said.terms.trim().length >= 2 && said.from <= said.until;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) save.mutate();
  };
  const dayOf = (name: 'signedOn' | 'from' | 'until', label: string) => (
    <label>
      <span>{label}</span>
      <input
        className="field"
        type="date"
        value={said[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </label>
  );
  return (
    <Dialog title={words.title(row.household.head ?? common.someone)} onClose={onClose}>
      <form className="plain-form" onSubmit={submit}>
        <div className="two">
          <label>
            <span>{words.carer}</span>
            <input
              className="field"
              maxLength={60}
              value={said.carer}
              onChange={(event) => set({ carer: event.target.value })}
            />
          </label>
          <label>
            <span>{words.relation}</span>
            <select
              className="field"
              value={said.relation}
              onChange={(event) => set({ relation: event.target.value as AgreementChange['relation'] })}
            >
              {RELATIONS.map((one) => (
                <option key={one} value={one}>
                  {words.relations[one]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <label>
          <span>{words.terms}</span>
          <textarea
            className="field"
            rows={3}
            maxLength={1000}
            value={said.terms}
            onChange={(event) => set({ terms: event.target.value })}
          />
        </label>
        {dayOf('signedOn', words.signed)}
        <div className="two">
          {dayOf('from', words.from)}
          {dayOf('until', words.until)}
        </div>
        <FormEnd
          fault={save.error}
          save={words.save}
          isSending={save.isPending}
          isComplete={isComplete}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
