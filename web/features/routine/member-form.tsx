// Putting a household into a group that no dataset tells, with the reason.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { RISKS, type Risk, type RoutineGroupRow } from '../../../server/flow/tasks/routine/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { CarerChoice } from './carer-choice.tsx';
import { addMember, ROUTINE_KEY } from './queries.ts';
import { routineDeskWords } from './words.ts';

interface MemberFormProps {
  groups: readonly RoutineGroupRow[];
  area: string;
  onClose: () => void;
}

export function MemberForm({ groups, area, onClose }: MemberFormProps) {
  const { language } = useLanguage();
  const words = useWords(routineDeskWords);
  const { form } = words;
  const say = useToast();
  const client = useQueryClient();
  // Those that no dataset tells stand first: they are what this form is for.
  const choices = [...groups].sort((a, b) => Number(b.isByHand) - Number(a.isByHand));
  const [groupId, setGroupId] = useState(choices[0]?.id ?? '');
  const group = groups.find((one) => one.id === groupId);
  const [household, setHousehold] = useState('');
  const [risk, setRisk] = useState<Risk>(choices[0]?.risk ?? 'medium');
  const [carerId, setCarerId] = useState('');
  const [why, setWhy] = useState('');
  const add = useMutation({
    mutationFn: () => addMember({ groupId, household, risk, carerId: carerId || null, why: why.trim() }),
    onSuccess: () => {
      say(form.saved);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ROUTINE_KEY }),
  });
  const isComplete = groupId !== '' && household.trim() !== '' && why.trim().length >= 2;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) add.mutate();
  };
  return (
    <Dialog title={form.addTitle} onClose={onClose}>
      <form className="plain-form" onSubmit={submit}>
        <label>
          <span>{words.group}</span>
          <select
            className="field"
            value={groupId}
            onChange={(event) => {
              setGroupId(event.target.value);
              setRisk(groups.find((one) => one.id === event.target.value)?.risk ?? 'medium');
            }}
          >
            {choices.map((one) => (
              <option key={one.id} value={one.id}>
                {one.names[language]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{form.number}</span>
          <input
            className="field"
            value={household}
            maxLength={40}
            onChange={(event) => setHousehold(event.target.value)}
          />
        </label>
        <label>
          <span>{words.risk}</span>
          <select className="field" value={risk} onChange={(event) => setRisk(event.target.value as Risk)}>
            {RISKS.map((one) => (
              <option key={one} value={one}>
                {words.risks[one]}
              </option>
            ))}
          </select>
        </label>
        <CarerChoice area={area} value={carerId} visitors={group?.visitors} onPick={setCarerId} />
        <label>
          <span>{form.why}</span>
          <input className="field" value={why} maxLength={300} onChange={(event) => setWhy(event.target.value)} />
        </label>
        <FormEnd
          fault={add.error}
          save={form.save}
          isSending={add.isPending}
          isComplete={isComplete}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
