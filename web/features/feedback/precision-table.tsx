// One row a group: what its warnings turned out to be, how sure that is, and how long it took.
import type { ReactNode } from 'react';
import type { Precision, PrecisionBy, PrecisionRow } from '../../../server/flow/feedback/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { listAddress } from './queries.ts';
import { ShareBar } from './share-bar.tsx';
import { feedbackWords } from './words.ts';

interface PrecisionTableProps {
  by: PrecisionBy;
  area: string | undefined;
  precision: Precision;
  onOpen: (address: string) => void;
}

function Figures({ of }: { of: Precision['whole'] }) {
  const words = useWords(feedbackWords);
  const days = (count: number | null) => (count === null ? '—' : words.days(String(Number(count.toFixed(1)))));
  return (
    <>
      <td className="number">{formatCount(of.closed)}</td>
      <td className="number">{formatCount(of.confirmed)}</td>
      <td className="number">{formatCount(of.refuted)}</td>
      <td className="number faint">{formatCount(of.unverified)}</td>
      <td>
        <ShareBar of={of} />
      </td>
      <td className="number">{formatCount(of.causeChanged)}</td>
      <td className="number">{days(of.daysToVisit)}</td>
      <td className="number">{days(of.daysToClose)}</td>
    </>
  );
}

function Group({ row, address, onOpen }: { row: PrecisionRow; address: string | null; onOpen: (to: string) => void }) {
  const { language } = useLanguage();
  const words = useWords(feedbackWords);
  const name = row.names[language];
  if (address === null)
    return (
      <tr>
        <th scope="row">{name}</th>
        <Figures of={row} />
      </tr>
    );
  return (
    // A click anywhere opens; the keyboard has the button in the first cell.
    <tr className="is-link" onClick={() => onOpen(address)}>
      <th scope="row">
        <button type="button" className="precision-name" title={words.list(name)}>
          {name}
        </button>
      </th>
      <Figures of={row} />
    </tr>
  );
}

export function PrecisionTable({ by, area, precision, onOpen }: PrecisionTableProps) {
  const words = useWords(feedbackWords);
  const { columns, hints } = words;
  const head = (text: ReactNode, hint?: string) => (
    <th scope="col" className="number" title={hint}>
      {text}
    </th>
  );
  return (
    <>
      <table className="precision-table" aria-label={words.table}>
        <thead>
          <tr>
            <th scope="col">{words.groupings[by]}</th>
            {head(columns.closed)}
            {head(columns.confirmed)}
            {head(columns.refuted)}
            {head(columns.unverified, hints.unverified)}
            <th scope="col">{columns.share}</th>
            {head(columns.causeChanged, hints.causeChanged)}
            {head(columns.toVisit, hints.median)}
            {head(columns.toClose, hints.median)}
          </tr>
        </thead>
        <tbody>
          {precision.items.map((row) => (
            <Group key={row.key ?? ''} row={row} address={listAddress(by, row, area)} onOpen={onOpen} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.sum}</th>
            <Figures of={precision.whole} />
          </tr>
        </tfoot>
      </table>
      <p className="precision-note faint">{words.note}</p>
    </>
  );
}
