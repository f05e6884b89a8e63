// One row a source: its twelve periods, what came last, how much of it was taken, and what it blinds.
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { useNow } from '../../api/now.ts';
import { Blind } from '../../ui/blind.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Term } from '../../ui/term.tsx';
import { useAgreed } from './agreed.ts';
import { PeriodCells, PeriodLegend } from './period-cells.tsx';
import { blindedBy, newestOf } from './periods.ts';
import { RejectLine } from './reject-line.tsx';
import { sourceWords } from './words.ts';

interface SourceTableProps {
  sources: readonly SourceView[];
  opened: string | null;
  /** What came and when, without its rows: for whom the files are none of. */
  isBrief: boolean;
  onOpen: (dataset: string) => void;
}

interface RowProps {
  source: SourceView;
  isOpen: boolean;
  isBrief: boolean;
  onOpen: () => void;
}

function Received({ source }: { source: SourceView }) {
  const { language } = useLanguage();
  const words = useWords(sourceWords);
  const now = useNow();
  const newest = newestOf(source);
  if (source.state === 'planned') return <span className="planned-chip">{words.states.planned}</span>;
  return (
    <>
      {newest?.receivedAt ? formatDay(newest.receivedAt, language, now) : words.never}
      {source.state === 'suspended' && <span className="second">{words.states.suspended}</span>}
      {source.state === 'connected' && source.isLate && (
        <span className="second late">{source.daysLate > 0 ? words.lateDays(source.daysLate) : words.late}</span>
      )}
    </>
  );
}

function Row({ source, isOpen, isBrief, onOpen }: RowProps) {
  const { language } = useLanguage();
  const words = useWords(sourceWords);
  const agreed = useAgreed(source);
  const newest = newestOf(source);
  const blinds = blindedBy(source);
  const figure = (count: number | undefined) => (count === undefined ? '—' : formatCount(count));
  return (
    // A click anywhere opens; the keyboard has the button in the first cell.
    <tr className={isOpen ? 'is-open' : ''} onClick={onOpen}>
      <td>
        <button type="button" className="row-link" aria-pressed={isOpen} title={source.title[language]}>
          {source.title[language]}
        </button>
        <span className="second">{source.departmentNames[language]}</span>
      </td>
      <td className="source-agreed">
        {agreed.how}
        <span className="second">{agreed.when}</span>
      </td>
      <td>
        <PeriodCells source={source} />
      </td>
      <td>
        <Received source={source} />
      </td>
      {!isBrief && (
        <>
          <td className="number">{figure(newest?.good)}</td>
          <td className="number">
            <span className="reject-cell">
              <RejectLine periods={source.periods} />
              <span className={newest?.rejected ? 'reject-count' : ''}>{figure(newest?.rejected)}</span>
            </span>
          </td>
          <td className="number">{figure(newest?.waiting)}</td>
        </>
      )}
      <td title={blinds.map((names) => names[language]).join(language === 'zh' ? '、' : ', ')}>
        {blinds.length > 0 ? (
          <span className="strong source-blinds">
            <Blind /> {words.rules(blinds.length)}
          </span>
        ) : (
          '—'
        )}
      </td>
    </tr>
  );
}

export function SourceTable({ sources, opened, isBrief, onOpen }: SourceTableProps) {
  const { columns, list } = useWords(sourceWords);
  return (
    <div className="source-table-frame">
      <table className="source-table" aria-label={list}>
        <thead>
          <tr>
            <th scope="col">{columns.source}</th>
            <th scope="col" className="source-agreed">
              {columns.agreed}
            </th>
            <th scope="col">{columns.periods}</th>
            <th scope="col">{columns.received}</th>
            {!isBrief &&
              [columns.good, columns.rejected, columns.waiting].map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            <th scope="col">
              <Term of="blind">{columns.blinds}</Term>
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <Row
              key={source.dataset}
              source={source}
              isOpen={source.dataset === opened}
              isBrief={isBrief}
              onOpen={() => onOpen(source.dataset)}
            />
          ))}
        </tbody>
      </table>
      <PeriodLegend />
    </div>
  );
}
