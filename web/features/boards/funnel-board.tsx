// 走到哪步: what was found, and how much of it was dispatched, visited, confirmed and helped; losses between plain bars.
import { Fragment } from 'react';
import { Link } from 'react-router';
import type { FunnelBoard as Board } from '../../../server/insight/boards/model.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { stepsOf } from './figures.ts';
import { boardWords } from './words.ts';

interface FunnelBoardProps {
  board: Board;
  /** The address of what was found in a place. */
  foundIn: (code: string) => string;
  /** The address of the same board, one place further in. */
  into: (code: string) => string;
}

export function FunnelBoard({ board, foundIn, into }: FunnelBoardProps) {
  const words = useWords(boardWords);
  const { whole, rows, area } = board;
  const shown = rows.filter((row) => row.found > 0).sort((a, b) => b.found - a.found);
  return (
    <>
      <div
        className="funnel"
        role="img"
        aria-label={words.funnelSays(formatCount(whole.found), formatCount(whole.visited), formatCount(whole.helped))}
      >
        {stepsOf(whole).map(({ step, count, share, lost }) => (
          <Fragment key={step}>
            <span>{words.steps[step]}</span>
            <span className="funnel-bar">
              <i style={{ width: `${100 * share}%` }} />
            </span>
            <b className="number">{formatCount(count)}</b>
            <span className="number faint">{formatPercent(share)}</span>
            <span className="faint">{lost > 0 ? words.lost(formatCount(lost)) : ''}</span>
          </Fragment>
        ))}
      </div>
      <table className="board-table" aria-label={words.tabs.funnel}>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            {stepsOf(whole).map(({ step }) => (
              <th key={step} scope="col" className="number">
                {words.steps[step]}
              </th>
            ))}
            <th scope="col" className="number">
              {words.lapsed}
            </th>
            <th scope="col" className="number">
              {words.overdue}
            </th>
          </tr>
        </thead>
        <tbody>
          {[{ ...area, ...whole, isWhole: true }, ...shown.map((row) => ({ ...row, isWhole: false }))].map((row) => (
            <tr key={row.isWhole ? 'whole' : row.code} className={row.isWhole ? 'board-whole' : ''}>
              <th scope="row">
                {row.isWhole ? (
                  words.whole
                ) : row.code === area.code ? (
                  words.itself(row.name)
                ) : (
                  <Link to={into(row.code)}>{row.name}</Link>
                )}
              </th>
              {stepsOf(row).map(({ step, count, share }) => (
                <td key={step} className="number">
                  {step === 'found' ? (
                    <Link to={foundIn(row.code)}>{formatCount(count)}</Link>
                  ) : (
                    <>
                      {formatCount(count)} <span className="faint board-share">{formatPercent(share)}</span>
                    </>
                  )}
                  <span className="step-bar" aria-hidden="true">
                    <i style={{ width: `${100 * share}%` }} />
                  </span>
                </td>
              ))}
              <td className="number faint">{formatCount(row.lapsed)}</td>
              <td className={row.overdue > 0 ? 'number late' : 'number faint'}>{formatCount(row.overdue)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
