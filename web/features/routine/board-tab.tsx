// 进度: of the visits that fell due in a month, who was seen; by place and by group. A place leads into itself.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RoutineBoard, RoutineFigures } from '../../../server/insight/routine/model.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { routineDeskWords } from './words.ts';

const COLUMNS = ['due', 'inTime', 'late', 'missing', 'ahead', 'inNeed'] as const;
const seenOf = (row: RoutineFigures) => row.inTime + row.late;
const pastOf = (row: RoutineFigures) => row.due - row.ahead;
const shareOf = (row: RoutineFigures) => (pastOf(row) > 0 ? seenOf(row) / pastOf(row) : null);

interface BoardTabProps {
  board: RoutineBoard;
  nameOf: (group: string) => string;
  into: (area: string) => string;
}

export function BoardTab({ board, nameOf, into }: BoardTabProps) {
  const words = useWords(routineDeskWords);
  const { whole, rows, groups, area } = board;
  if (whole.due === 0) return <Empty>{words.noneDue}</Empty>;
  const share = shareOf(whole);
  const isLast = area.code.length >= 12;
  return (
    <>
      <p className="board-says">
        {words.says(pastOf(whole), seenOf(whole), share === null ? words.dash : formatPercent(share))}{' '}
        {whole.missing > 0 && <span className="late">{words.missingSays(whole.missing)}</span>}{' '}
        {whole.ahead > 0 && <span className="faint">{words.aheadSays(whole.ahead)}</span>}
      </p>
      <Figures label={words.place} first={words.place}>
        <Row name={words.whole} row={whole} isWhole />
        {rows.map((row) => (
          <Row
            key={row.code}
            row={row}
            name={isLast || row.code === area.code ? row.name : <Link to={into(row.code)}>{row.name}</Link>}
          />
        ))}
      </Figures>
      <Figures label={words.groups} first={words.groups}>
        {groups.map((row) => (
          <Row key={row.id} name={nameOf(row.id)} row={row} />
        ))}
      </Figures>
      <p className="board-note">{words.note}</p>
    </>
  );
}

function Figures({ label, first, children }: { label: string; first: string; children: ReactNode }) {
  const words = useWords(routineDeskWords);
  return (
    <table className="board-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{words.figures.share}</th>
          {COLUMNS.map((name) => (
            <th key={name} scope="col" className="number">
              {words.figures[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Row({ name, row, isWhole = false }: { name: ReactNode; row: RoutineFigures; isWhole?: boolean }) {
  const { dash } = useWords(routineDeskWords);
  const share = shareOf(row);
  return (
    <tr className={isWhole ? 'board-whole' : ''}>
      <th scope="row">{name}</th>
      <td className="load-cell">
        <span className="load-bar" aria-hidden="true">
          <i style={{ width: `${100 * (share ?? 0)}%` }} />
        </span>
        {share === null ? dash : formatPercent(share)}
      </td>
      {COLUMNS.map((column) => (
        <td
          key={column}
          className={`number${column === 'missing' && row.missing > 0 ? ' late' : row[column] === 0 ? ' faint' : ''}`}
        >
          {formatCount(row[column])}
        </td>
      ))}
    </tr>
  );
}
