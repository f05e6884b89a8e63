// The queue: who with whom, why they may be one, where.
import type { ReactNode } from 'react';
import type { PairRow } from '../../../server/flow/match/model.ts';
import { useWords } from '../../ui/language.tsx';
import { pairWords } from './words.ts';

interface PairListProps {
  rows: readonly PairRow[];
  selected: string | null;
  onSelect: (id: string) => void;
  footer?: ReactNode;
}

export function PairList({ rows, selected, onSelect, footer }: PairListProps) {
  const words = useWords(pairWords);
  return (
    <div className="pair-list">
      <ul aria-label={words.list}>
        {rows.map((pair) => (
          <li key={pair.id}>
            <button
              type="button"
              className="pair-row"
              data-pair={pair.id}
              aria-current={pair.id === selected ? 'true' : undefined}
              onClick={() => onSelect(pair.id)}
            >
              <span className="pair-names">
                <b>{pair.name}</b>
                {pair.otherName !== pair.name && <span> / {pair.otherName}</span>}
                <span className="pair-kind">{words.kinds[pair.kind]}</span>
              </span>
              <span className="second">
                {pair.idMasked}
                {pair.otherMasked && pair.otherMasked !== pair.idMasked && ` · ${pair.otherMasked}`}
              </span>
              <span className="second">{pair.place}</span>
            </button>
          </li>
        ))}
      </ul>
      {footer}
    </div>
  );
}
