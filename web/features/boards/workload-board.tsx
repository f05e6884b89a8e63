// 工作量: what coordinators have in hand against what they can carry; places first, people from the county down.
import { Link } from 'react-router';
import type { WorkloadBoard as Board } from '../../../server/insight/boards/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { boardWords } from './words.ts';

type Load = Pick<Board['whole'], 'inHand' | 'capacity' | 'dueSoon' | 'overdue' | 'toConfirm'>;

function LoadCells({ row, isLate }: { row: Load; isLate: boolean }) {
  const share = row.capacity > 0 ? row.inHand / row.capacity : 0;
  return (
    <>
      <td className="load-cell">
        <span className="load-bar" aria-hidden="true">
          <i className={share >= 1 ? 'is-full' : ''} style={{ width: `${Math.min(100, 100 * share)}%` }} />
        </span>
        {formatCount(row.inHand)} / {formatCount(row.capacity)}
      </td>
      <td className="number">{formatCount(row.dueSoon)}</td>
      <td className={isLate ? 'number late' : 'number faint'}>{formatCount(row.overdue)}</td>
      <td className="number">{formatCount(row.toConfirm)}</td>
    </>
  );
}

function Heads({ names }: { names: readonly string[] }) {
  const words = useWords(boardWords);
  return (
    <thead>
      <tr>
        {names.map((name, index) => (
          <th key={name} scope="col" className={index === 0 || name === words.place ? '' : 'number'}>
            {name}
          </th>
        ))}
        <th scope="col">{words.load}</th>
        {(['dueSoon', 'late', 'toConfirm'] as const).map((name) => (
          <th key={name} scope="col" className="number">
            {words[name]}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function WorkloadBoard({ board, into }: { board: Board; into: (code: string) => string }) {
  const words = useWords(boardWords);
  const { whole, rows, people, area } = board;
  if (whole.coordinators === 0) return <Empty>{words.noPeople}</Empty>;
  return (
    <>
      {people.length > 0 && (
        <table className="board-table" aria-label={words.person}>
          <Heads names={[words.person, words.place]} />
          <tbody>
            {people.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  {one.name ?? words.anonymous} {one.isAway && <span className="faint">{words.away}</span>}
                </th>
                <td>
                  {one.place} <span className="faint">{words.villages(one.villages)}</span>
                </td>
                <LoadCells row={one} isLate={one.overdue > 0} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && (
        <table className="board-table" aria-label={words.place}>
          <Heads names={[words.place, words.people, words.full]} />
          <tbody>
            {[{ ...area, ...whole, isWhole: true }, ...rows.map((row) => ({ ...row, isWhole: false }))].map((row) => (
              <tr key={row.isWhole ? 'whole' : row.code} className={row.isWhole ? 'board-whole' : ''}>
                <th scope="row">{row.isWhole ? words.whole : <Link to={into(row.code)}>{row.name}</Link>}</th>
                <td className="number">{formatCount(row.coordinators)}</td>
                <td className="number">{formatCount(row.full)}</td>
                <LoadCells row={row} isLate={row.overdue > 0} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
