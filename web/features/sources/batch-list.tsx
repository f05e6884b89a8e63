// What a source has delivered, the newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import type { BatchView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { batchWords } from './batch-words.ts';
import { countRejected } from './intake.ts';
import { periodText } from './periods.ts';
import { batchesQuery } from './queries.ts';

function Row({ batch, onOpen }: { batch: BatchView; onOpen: () => void }) {
  const { language } = useLanguage();
  const words = useWords(batchWords);
  const now = useNow();
  const isGone = batch.status === 'withdrawn' || batch.status === 'superseded';
  const rejected = countRejected(batch.rejected);
  return (
    <tr className={isGone ? 'is-gone' : ''} onClick={onOpen}>
      <td>
        <button type="button" className="row-link" title={batch.file}>
          {batch.period ? periodText(batch.period, language, now) : words.noPeriod}
        </button>
        {batch.status !== 'accepted' && (
          <span className={batch.status === 'held' ? 'second strong' : 'second'}>{words.states[batch.status]}</span>
        )}
      </td>
      <td>{formatDay(batch.receivedAt, language, now)}</td>
      <td className="number">{formatCount(batch.good)}</td>
      <td className="number">
        <span className={rejected > 0 ? 'reject-count' : ''}>{formatCount(rejected)}</span>
      </td>
      <td className="number">{formatCount(batch.waiting)}</td>
    </tr>
  );
}

export function BatchList({ dataset, onOpen }: { dataset: string; onOpen: (id: number) => void }) {
  const words = useWords(batchWords);
  const batches = useInfiniteQuery(batchesQuery(dataset));
  if (batches.isPending) return <Skeleton />;
  if (!batches.data) return <Failed what={words.list} error={batches.error} onRetry={() => void batches.refetch()} />;
  const rows = batches.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <Empty>{words.none}</Empty>;
  return (
    <>
      <table className="batch-table" aria-label={words.list}>
        <thead>
          <tr>
            <th scope="col">{words.columns.period}</th>
            <th scope="col">{words.columns.received}</th>
            <th scope="col" className="number">
              {words.columns.good}
            </th>
            <th scope="col" className="number">
              {words.columns.rejected}
            </th>
            <th scope="col" className="number">
              {words.columns.waiting}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((batch) => (
            <Row key={batch.id} batch={batch} onOpen={() => onOpen(batch.id)} />
          ))}
        </tbody>
      </table>
      {batches.hasNextPage && (
        <div className="side-section no-print">
          <More of={batches} />
        </div>
      )}
    </>
  );
}
