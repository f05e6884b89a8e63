// Taking note of late work, or putting its visit off: with the reason, and what the server had against it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EscalationRow } from '../../../server/flow/tasks/desk/model.ts';
import { addDays, dayOf } from '../../../server/kernel/clock.ts';
import { useNow } from '../../api/now.ts';
import { useWords } from '../../ui/language.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { type LateAct, sendAct } from './queries.ts';
import { escalationWords } from './words.ts';

interface ActDialogProps {
  act: LateAct['act'];
  row: EscalationRow;
  onClose: () => void;
}

export function ActDialog({ act, row, onClose }: ActDialogProps) {
  const common = useWords(ui);
  const words = useWords(escalationWords);
  const problemText = useProblemText();
  const say = useToast();
  const today = dayOf(useNow());
  const client = useQueryClient();
  const name = row.household?.head ?? common.someone;
  const send = useMutation({
    mutationFn: sendAct,
    onSuccess: () => {
      say(act === 'extend' ? words.extended(name) : words.noted(name));
      onClose();
    },
    onSettled: () => Promise.all(['escalations', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const dueOn = dayOf(new Date(row.visitDueAt));
  const isExtend = act === 'extend';
  return (
    <ReasonDialog
      title={isExtend ? words.extendTitle(name) : words.acknowledgeTitle(name)}
      hint={isExtend ? words.extendHint : words.acknowledgeHint}
      send={words.send}
      {...(isExtend && { day: { label: words.extendUntil, first: dueOn < today ? today : addDays(dueOn, 1) } })}
      fault={send.isError ? problemText(send.error) : undefined}
      isSending={send.isPending}
      onSend={(reason, until) =>
        send.mutate(
          isExtend
            ? { act: 'extend', row, body: { until, reason } }
            : { act: 'acknowledge', row, body: { note: reason } },
        )
      }
      onClose={onClose}
    />
  );
}
