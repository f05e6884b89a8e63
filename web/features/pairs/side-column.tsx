// One side of a pair: who it is by the registry or by the rows, and what each source has about it. What differs is marked.
import type { PairSide } from '../../../server/flow/match/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { pairWords } from './words.ts';

type Field = keyof (typeof pairWords)['zh']['fields'];

interface SideColumnProps {
  side: PairSide;
  /** The other one, to mark what differs. */
  beside: PairSide;
  /** Offered where both numbers are to count as one of the two. */
  choice?: { isKept: boolean; onKeep: () => void };
}

export function SideColumn({ side, beside, choice }: SideColumnProps) {
  const { language } = useLanguage();
  const words = useWords(pairWords);
  const told = valuesOf(side, words.sexes);
  const other = valuesOf(beside, words.sexes);
  const differs = (field: Field) => told[field] !== null && other[field] !== null && told[field] !== other[field];
  const isOther = side.name !== beside.name;
  return (
    <section className={choice?.isKept ? 'pair-side is-kept' : 'pair-side'}>
      <p className="faint">{words.sides[side.is]}</p>
      <h3 className={isOther ? 'differs' : ''}>{side.name}</h3>
      <dl>
        {(Object.keys(words.fields) as Field[])
          .filter((field) => told[field] !== null)
          .map((field) => (
            <div key={field}>
              <dt>{words.fields[field]}</dt>
              <dd className={differs(field) ? 'differs' : ''}>{told[field]}</dd>
            </div>
          ))}
      </dl>
      <h4>{words.rows}</h4>
      {side.rows.length === 0 && <p className="faint">{words.noRows}</p>}
      <ul className="pair-rows">
        {side.rows.map((row) => (
          <li key={`${row.kind} ${row.dataset}`}>
            <span>{row.title[language]}</span>
            <span className="number">{words.count(formatCount(row.count))}</span>
            <span className="faint">{row.latest && words.latest(row.latest)}</span>
          </li>
        ))}
      </ul>
      {choice && (
        <label className="pair-keep">
          <input type="radio" name="keeps" checked={choice.isKept} onChange={choice.onKeep} />
          {words.keepThis}
        </label>
      )}
    </section>
  );
}

function valuesOf(side: PairSide, sexes: Record<string, string>): Record<Field, string | null> {
  return {
    number: side.idMasked,
    sex: side.sex && (sexes[side.sex] ?? side.sex),
    born: side.bornOn,
    died: side.diedOn,
    village: side.village,
    household: side.household,
    relation: side.relation,
    file: side.file?.name ?? null,
    lines: side.file?.lines.join(', ') ?? null,
  };
}
