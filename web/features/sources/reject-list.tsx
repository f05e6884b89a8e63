// The rows sent back: where in the file, what was read (masked), why not, and what should stand there.
import { useInfiniteQuery } from '@tanstack/react-query';
import { formatYuan } from '../../../server/kernel/money.ts';
import { formatCount } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { batchWords } from './batch-words.ts';
import { rejectsFile, rejectsQuery } from './queries.ts';

export function RejectList({ batch, canFetch }: { batch: number; canFetch: boolean }) {
  const { language } = useLanguage();
  const words = useWords(batchWords);
  const rejects = useInfiniteQuery(rejectsQuery(batch));
  if (rejects.isPending) return <Skeleton />;
  if (!rejects.data)
    return <Failed what={words.rejects} error={rejects.error} onRetry={() => void rejects.refetch()} />;
  const rows = rejects.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <p className="side-section faint">{words.noRejects}</p>;
  return (
    <section aria-label={words.rejects}>
      <h3 className="side-heading">
        {words.rejects}
        {canFetch && (
          <a className="no-print" href={rejectsFile(batch)} download>
            {words.download}
          </a>
        )}
      </h3>
      <table className="batch-table reject-table">
        <thead>
          <tr>
            <th scope="col" className="number">
              {words.row.line}
            </th>
            <th scope="col">{words.row.column}</th>
            <th scope="col">{words.row.what}</th>
            <th scope="col">{words.row.expected}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.line} ${row.column} ${row.code}`}>
              <td className="number">{formatCount(row.line)}</td>
              <td>{row.column || words.wholeLine}</td>
              <td>
                <span className="found">{row.found || words.emptyCell}</span>
                <span className="second">{words.codes[row.code] ?? row.code}</span>
                {row.droppedAmount !== null && (
                  <span className="second">{words.dropped(formatYuan(row.droppedAmount))}</span>
                )}
              </td>
              <td>{row.expected[language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rejects.hasNextPage && (
        <div className="side-section no-print">
          <More of={rejects} />
        </div>
      )}
    </section>
  );
}
