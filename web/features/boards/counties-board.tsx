// 各县比较: county beside county as dots on one track a figure, with the mark of all together; hollow where few cases speak.
import { Link } from 'react-router';
import type { CountiesBoard as Board } from '../../../server/insight/boards/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { COMPARED, type Compared, comparedOf, type Figure, sortCounties, trackEnd } from './figures.ts';
import { boardWords } from './words.ts';

const WIDTH = 110;
const HEIGHT = 16;
const EDGE = 5;

function Track({ figure, mark, end }: { figure: Figure; mark: number | null; end: number }) {
  const at = (value: number) => EDGE + (Math.min(value, end) / end) * (WIDTH - 2 * EDGE);
  return (
    <svg className="dot-track" width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
      <line x1={EDGE} x2={WIDTH - EDGE} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--line)" />
      {mark !== null && (
        <line x1={at(mark)} x2={at(mark)} y1={1} y2={HEIGHT - 1} stroke="var(--ink2)" strokeWidth={1.5} />
      )}
      {figure.value !== null && (
        <circle
          cx={at(figure.value)}
          cy={HEIGHT / 2}
          r={4}
          fill={figure.isFew ? 'var(--surface)' : 'var(--pine)'}
          stroke="var(--pine)"
          strokeWidth={1.5}
        />
      )}
    </svg>
  );
}

interface CountiesBoardProps {
  board: Board;
  sort: Compared;
  onSort: (by: Compared) => void;
  foundIn: (code: string) => string;
}

export function CountiesBoard({ board, sort, onSort, foundIn }: CountiesBoardProps) {
  const words = useWords(boardWords);
  const { rows, whole, area } = board;
  const ends = Object.fromEntries(
    COMPARED.map((by) => [
      by,
      trackEnd(
        [...rows, whole].map((row) => comparedOf(row, by).value),
        by !== 'rate',
      ),
    ]),
  ) as Record<Compared, number>;
  const all = [
    { ...area, ...whole, isWhole: true },
    ...sortCounties(rows, sort).map((row) => ({ ...row, isWhole: false })),
  ];
  const text = ({ value }: Figure, by: Compared) =>
    value === null
      ? words.none
      : by === 'rate'
        ? value.toFixed(1)
        : `${value.toFixed(value >= 10 || value === 0 ? 0 : 1)}%`;
  return (
    <table className="board-table counties-table" aria-label={words.tabs.counties}>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col" className="number">
            {words.found}
          </th>
          {COMPARED.map((by) => (
            <th key={by} scope="col" aria-sort={by === sort ? 'other' : 'none'}>
              <button
                type="button"
                className={by === sort ? 'link-button strong' : 'link-button'}
                title={words.sortBy(words.compared[by])}
                onClick={() => onSort(by)}
              >
                {words.compared[by]}
              </button>
              <span className="track-scale" aria-hidden="true">
                <i>0</i>
                <i>{by === 'rate' ? ends[by] : `${ends[by]}%`}</i>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {all.map((row) => (
          <tr key={row.isWhole ? 'whole' : row.code} className={row.isWhole ? 'board-whole' : ''}>
            <th scope="row">{row.isWhole ? words.whole : row.name}</th>
            <td className="number">
              <Link to={foundIn(row.code)}>{formatCount(row.found)}</Link>
            </td>
            {COMPARED.map((by) => {
              const figure = comparedOf(row, by);
              return (
                <td key={by}>
                  <span className="dot-cell">
                    <Track figure={figure} mark={comparedOf(whole, by).value} end={ends[by]} />
                    <b>{text(figure, by)}</b>
                    {figure.isFew && figure.base !== null && figure.base > 0 && (
                      <span className="faint">n={figure.base}</span>
                    )}
                  </span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
