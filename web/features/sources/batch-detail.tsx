// One delivery: its rows and what became of them, why rows were sent back, and what may be done with it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BatchView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { formatCount, formatDayTime, formatPercent } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { batchWords } from './batch-words.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { countRejected } from './intake.ts';
import { periodText } from './periods.ts';
import { batchQuery } from './queries.ts';
import { RejectList } from './reject-list.tsx';
import type { Rights } from './rights.ts';
import { RejectCodes, RowCounts } from './row-counts.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

interface BatchDetailProps {
  id: number;
  rights: Rights;
  onBack: () => void;
  onOpen: (id: number) => void;
}

/** What state the delivery is in, and how it ended. */
function Status({ batch, onOpen }: { batch: BatchView; onOpen: (id: number) => void }) {
  const words = useWords(batchWords);
  const { supersededBy } = batch;
  if (batch.status === 'held')
    return (
      <p className="notice">
        {batch.heldShare === null ? words.heldUnknown : words.held(formatPercent(batch.heldShare))}
      </p>
    );
  return (
    <p>
      <b>{words.states[batch.status]}</b>
      {batch.endReason && `　${words.reason(batch.endReason)}`}
      {supersededBy !== null && (
        <>
          {'　'}
          <button type="button" className="link-button" onClick={() => onOpen(supersededBy)}>
            {words.replacedBy}
          </button>
        </>
      )}
    </p>
  );
}

export function BatchDetail({ id, rights, onBack, onOpen }: BatchDetailProps) {
  const { language } = useLanguage();
  const words = useWords(batchWords);
  const now = useNow();
  const query = useQuery(batchQuery(id));
  const [asking, setAsking] = useState<'withdraw' | 'confirm' | null>(null);
  const back = (
    <p className="side-section no-print">
      <button type="button" className="link-button" onClick={onBack}>
        ← {words.back}
      </button>
    </p>
  );
  if (query.isPending) return <Skeleton />;
  if (!query.data)
    return (
      <>
        {back}
        <Failed what={words.one} error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  const batch = query.data;
  const isInForce = batch.status === 'accepted' || batch.status === 'held';
  const canConfirm = batch.status === 'held' && rights.canConfirm;
  const canWithdraw = isInForce && rights.canWithdraw;
  return (
    <>
      {back}
      <section className="side-section">
        <h3 className="batch-title">
          {batch.period ? periodText(batch.period, language, now) : words.noPeriod}
          <span className="faint">{words.receivedAt(formatDayTime(batch.receivedAt, language, now))}</span>
        </h3>
        <p className="batch-file">{batch.file}</p>
        <Status batch={batch} onOpen={onOpen} />
        <RowCounts good={batch.good} waiting={batch.waiting} rejected={batch.rejected} />
        {batch.nameDiffers > 0 && <p className="faint">{words.nameDiffers(formatCount(batch.nameDiffers))}</p>}
        {(canConfirm || canWithdraw) && (
          <p className="side-buttons no-print">
            {canConfirm && (
              <button type="button" className="button button-primary" onClick={() => setAsking('confirm')}>
                {words.confirm.button}
              </button>
            )}
            {canWithdraw && (
              <button type="button" className="button" onClick={() => setAsking('withdraw')}>
                {words.withdraw.button}
              </button>
            )}
          </p>
        )}
      </section>
      {countRejected(batch.rejected) > 0 ? (
        <>
          <section className="side-section">
            <h3>{words.byCode}</h3>
            <RejectCodes rejected={batch.rejected} />
          </section>
          <RejectList batch={batch.id} canFetch={rights.canFetchRejects} />
        </>
      ) : (
        <p className="side-section faint">{words.noRejects}</p>
      )}
      {asking === 'withdraw' && <WithdrawDialog batch={batch} onClose={() => setAsking(null)} />}
      {asking === 'confirm' && <ConfirmDialog batch={batch} onClose={() => setAsking(null)} />}
    </>
  );
}
