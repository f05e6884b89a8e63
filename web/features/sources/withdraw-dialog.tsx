// Taking a delivery back: first what it would change, then why, then the act.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BatchView } from '../../../server/flow/ingest/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { batchWords } from './batch-words.ts';
import { Effects } from './effects.tsx';
import { withdrawalQuery, withdrawBatch } from './queries.ts';
import { sourceWords } from './words.ts';

export function WithdrawDialog({ batch, onClose }: { batch: BatchView; onClose: () => void }) {
  const client = useQueryClient();
  const common = useWords(ui);
  const { notDone } = useWords(sourceWords);
  const { withdraw, effect } = useWords(batchWords);
  const problemText = useProblemText();
  const say = useToast();
  const [reason, setReason] = useState('');
  const preview = useQuery(withdrawalQuery(batch.id));
  const send = useMutation({
    mutationFn: () => withdrawBatch(batch.id, reason.trim()),
    onSuccess: async () => {
      say(withdraw.done(batch.file));
      onClose();
      await Promise.all(
        ['batches', 'sources', 'alerts', 'map', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  const isReady = preview.data !== undefined && reason.trim().length >= 2 && !send.isPending;
  return (
    <Dialog title={withdraw.title} onClose={onClose}>
      <p className="batch-file">{batch.file}</p>
      {preview.isPending && (
        <div role="status">
          <p>{withdraw.working}</p>
          <Skeleton lines={4} />
        </div>
      )}
      {preview.isError && (
        <Failed what={withdraw.preview} error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {preview.data && (
        <>
          <p>{withdraw.lead}</p>
          <p>
            {effect.goodBack} <b>{effect.rows(formatCount(batch.good))}</b>
          </p>
          <Effects of={preview.data} />
          <label className="dialog-form">
            <span className="faint">{withdraw.reason}</span>
            <textarea
              className="field"
              rows={2}
              maxLength={500}
              placeholder={withdraw.reasonHint}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
        </>
      )}
      {send.isError && (
        <p className="notice" role="alert">
          <b>{notDone}</b> {problemText(send.error)}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button type="button" className="button button-primary" disabled={!isReady} onClick={() => send.mutate()}>
          {send.isPending ? withdraw.sending : withdraw.send}
        </button>
      </div>
    </Dialog>
  );
}
