// 到门时效: by level, how long it took to the door, and each visit's share of the time allowed against the post of the deadline.
import { type TimeBoard as Board, TIME_BINS, type TimeRow } from '../../../server/insight/boards/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { radiusOf } from './figures.ts';
import { boardWords } from './words.ts';

const CELL = 20;
const HEIGHT = 28;
const WIDTH = CELL * TIME_BINS;

function Strip({ row, most, label }: { row: TimeRow; most: number; label: string }) {
  const post = WIDTH / 2;
  return (
    <svg className="strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} focusable="false">
      <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--line)" />
      <line x1={post} x2={post} y1={1} y2={HEIGHT - 1} stroke="var(--ink)" strokeWidth={2} />
      {row.bins.map((visits, bin) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: bins are places on a scale
          key={bin}
          cx={(bin + 0.5) * CELL}
          cy={HEIGHT / 2}
          r={radiusOf(visits, most)}
          fill={bin < TIME_BINS / 2 ? 'var(--pine)' : 'var(--red)'}
        >
          <title>{formatCount(visits)}</title>
        </circle>
      ))}
    </svg>
  );
}

export function TimeBoard({ board }: { board: Board }) {
  const common = useWords(ui);
  const words = useWords(boardWords);
  const span = (hours: number | null) => {
    if (hours === null) return words.none;
    return hours < 72 ? words.hours(hours.toFixed(hours < 10 ? 1 : 0)) : words.days((hours / 24).toFixed(1));
  };
  const share = (row: TimeRow) => (row.decided > 0 ? formatPercent(row.inTime / row.decided) : words.none);
  return (
    <table className="board-table time-table" aria-label={words.tabs.time}>
      <thead>
        <tr>
          <th scope="col">{words.level}</th>
          {(['alerts', 'visited', 'median', 'ninth', 'inTime', 'waitingLate'] as const).map((name) => (
            <th key={name} scope="col" className="number">
              {words[name]}
            </th>
          ))}
          <th scope="col">
            {words.used}
            <span className="strip-scale" aria-hidden="true">
              <i>0</i>
              <i>{words.deadline}</i>
              <i>{words.twice}</i>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {board.rows.map((row) => (
          <tr key={row.severity}>
            <th scope="row">
              <Beacon severity={row.severity} size={18} isNamed={false} /> {common.severities[row.severity]}
            </th>
            <td className="number">{formatCount(row.alerts)}</td>
            <td className="number">{formatCount(row.visited)}</td>
            <td className="number">{span(row.median)}</td>
            <td className="number">{span(row.ninth)}</td>
            <td className="number strong">
              {share(row)} {row.decided > 0 && row.decided < 30 && <span className="faint">n={row.decided}</span>}
            </td>
            <td className={row.waitingLate > 0 ? 'number late' : 'number faint'}>{formatCount(row.waitingLate)}</td>
            <td className="strip-cell">
              <Strip
                row={row}
                most={Math.max(...row.bins)}
                label={words.strip(common.severities[row.severity], share(row))}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
