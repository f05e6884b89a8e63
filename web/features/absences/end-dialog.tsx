// Somebody is back before their last day away.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AbsenceRow } from '../../../server/flow/tasks/desk/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { endAbsence } from './queries.ts';
import { absenceWords } from './words.ts';

export function EndDialog({ row, onClose }: { row: AbsenceRow; onClose: () => void }) {
  const common = useWords(ui);
  const words = useWords(absenceWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => endAbsence(row.id),
    onSuccess: async () => {
      say(words.ended(row.user.name));
      onClose();
      await Promise.all(['absences', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  return (
    <Dialog title={words.endTitle(row.user.name)} onClose={onClose}>
      <p>{words.endNote}</p>
      {end.isError && (
        <p className="late" role="alert">
          {problemText(end.error)}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button type="button" className="button button-primary" disabled={end.isPending} onClick={() => end.mutate()}>
          {words.end}
        </button>
      </div>
    </Dialog>
  );
}
