// A held list: what it would end is said before somebody lets it pass.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BatchView } from '../../../server/flow/ingest/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPercent } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { batchWords } from './batch-words.ts';
import { confirmBatch } from './queries.ts';
import { RowCounts } from './row-counts.tsx';
import { sourceWords } from './words.ts';

export function ConfirmDialog({ batch, onClose }: { batch: BatchView; onClose: () => void }) {
  const client = useQueryClient();
  const common = useWords(ui);
  const { notDone } = useWords(sourceWords);
  const { confirm } = useWords(batchWords);
  const problemText = useProblemText();
  const say = useToast();
  const send = useMutation({
    mutationFn: () => confirmBatch(batch.id),
    onSuccess: async () => {
      say(confirm.done);
      onClose();
      await Promise.all(
        ['batches', 'sources', 'alerts', 'map', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  return (
    <Dialog title={confirm.title} onClose={onClose}>
      <p className="batch-file">{batch.file}</p>
      <p className="notice">
        {batch.heldShare === null ? confirm.unknown : confirm.lead(formatPercent(batch.heldShare))}
      </p>
      <RowCounts good={batch.good} waiting={batch.waiting} rejected={batch.rejected} />
      <p>{confirm.check}</p>
      {send.isError && (
        <p className="notice" role="alert">
          <b>{notDone}</b> {problemText(send.error)}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button type="button" className="button button-primary" disabled={send.isPending} onClick={() => send.mutate()}>
          {send.isPending ? confirm.sending : confirm.send}
        </button>
      </div>
    </Dialog>
  );
}
