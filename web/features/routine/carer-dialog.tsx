// Naming who visits one household.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberRow } from '../../../server/flow/tasks/routine/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { CarerChoice } from './carer-choice.tsx';
import { changeMember, ROUTINE_KEY } from './queries.ts';
import { routineDeskWords } from './words.ts';

export function CarerDialog({ member, onClose }: { member: MemberRow; onClose: () => void }) {
  const common = useWords(ui);
  const { form } = useWords(routineDeskWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [carerId, setCarerId] = useState(member.carer?.id ?? '');
  const change = useMutation({
    mutationFn: () => changeMember({ id: member.id, carerId: carerId || null }),
    onSuccess: () => {
      say(form.carerSaved);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ROUTINE_KEY }),
  });
  return (
    <Dialog title={form.carerTitle(member.household.head ?? common.someone)} onClose={onClose}>
      <div className="plain-form">
        <CarerChoice area={member.areaCode} value={carerId} onPick={setCarerId} />
        {change.isError && (
          <p className="late" role="alert">
            {problemText(change.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={change.isPending}
            onClick={() => change.mutate()}
          >
            {form.carerSave}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
