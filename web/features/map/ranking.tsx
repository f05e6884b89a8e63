// The map's table: one row a division, worst first. Enter goes in, arrows move.
import type { KeyboardEvent } from 'react';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { Measure } from '../../charts/ramp.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { Term } from '../../ui/term.tsx';
import { type Beside, type Child, confirmedShare, lateShare, rankChildren, ratePerThousand } from './figures.ts';
import { LevelBar } from './level-bar.tsx';
import { toldChange, toldCount, toldRate } from './told.ts';
import { mapWords } from './words.ts';

/** Moves the focus along the rows of a list or table whose rows hold one `.row-link` each. */
export function moveAlongRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('.row-link')];
  const index = links.indexOf(document.activeElement as HTMLElement);
  const next = links[index + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

interface RankingProps {
  map: AlertMap;
  measure: Measure;
  beside: Beside;
  /** By code: how many more are open than at the end of the day before; null where that is not told. */
  sinceYesterday: ReadonlyMap<string, number | null> | null;
  focused: string | null;
  /** The short name of a prefecture. */
  nameOf: (code: string) => string | undefined;
  onFocus: (code: string | null) => void;
  onEnter: (code: string) => void;
}

type Row = Pick<Child, 'code' | 'name' | 'total' | 'households' | 'late' | 'overdue' | 'severities'>;

export function Ranking(props: RankingProps) {
  const { map, measure, beside, sinceYesterday, focused, nameOf, onFocus, onEnter } = props;
  const words = useWords(mapWords);
  if (map.children.length === 0) return <Empty>{words.noChildren}</Empty>;
  const children = rankChildren(map.children, measure);
  const largest = Math.max(...children.map((child) => child.total ?? 0));
  // Beside a county of the whole province stands its prefecture, unless its name says it already.
  const prefectureOf = (child: Child) => {
    const name = map.area.code.length === 2 && child.code.length === 6 ? nameOf(child.code.slice(0, 4)) : undefined;
    return name && !child.name.startsWith(name) ? name : null;
  };
  const households = children.reduce((sum, child) => sum + child.households, 0);
  const whole: Row = { ...map, ...map.area, households };
  const isKnown = map.hidesFew; // what is missing is small, else of a past day
  const last = (row: Row) => {
    if (measure !== 'confirmed') {
      const share = lateShare(row);
      const isLate = share !== null && share > 0;
      return <td className={isLate ? 'number late' : 'number faint'}>{toldRate(share, words, '%')}</td>;
    }
    const own =
      row.code === map.area.code ? beside.confirmed : beside.confirmed?.children.find((one) => one.code === row.code);
    const { value, isFew } = confirmedShare(own?.verified ?? null, own?.confirmed ?? null);
    return (
      <td className={isFew ? 'number faint' : 'number'}>
        {toldRate(value, words, '%')}{' '}
        <span className="faint">{own?.verified ? `n=${formatCount(own.verified)}` : ''}</span>
      </td>
    );
  };
  const figures = (row: Row) => (
    <>
      <td className={measure === 'rate' ? 'number strong' : 'number'}>{toldRate(ratePerThousand(row), words)}</td>
      {sinceYesterday && (
        <td className="number">
          {toldChange(sinceYesterday.get(row.code) ?? (sinceYesterday.has(row.code) ? null : 0))}
        </td>
      )}
      {last(row)}
    </>
  );
  return (
    <table className="ranking" aria-label={words.areaTable} onKeyDown={moveAlongRows}>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col" className="number">
            {words.total}
          </th>
          <th scope="col">{words.byLevel}</th>
          <th scope="col" className="number">
            <Term of="perThousand">{words.perThousand}</Term>
          </th>
          {sinceYesterday && (
            <th scope="col" className="number">
              {words.sinceYesterday}
            </th>
          )}
          <th scope="col" className="number">
            <Term of={measure === 'confirmed' ? 'precision' : 'overdue'}>
              {measure === 'confirmed' ? words.confirmed : words.overdue}
            </Term>
          </th>
        </tr>
      </thead>
      <tbody>
        <tr className="ranking-whole">
          <td>{map.area.name}</td>
          <td className="number">{toldCount(map.total, words)}</td>
          <td className="faint">
            {words.registered} {words.households(formatCount(households))}
          </td>
          {figures(whole)}
        </tr>
        {children.map((child) => (
          <tr
            key={child.code}
            className={child.code === focused ? 'is-focused' : ''}
            onMouseEnter={() => onFocus(child.code)}
            onMouseLeave={() => onFocus(null)}
          >
            <td>
              {child.code === map.area.code ? (
                words.itself(child.name)
              ) : (
                <button
                  type="button"
                  className="row-link"
                  onFocus={() => onFocus(child.code)}
                  onClick={() => onEnter(child.code)}
                >
                  {child.name} <span className="faint">{prefectureOf(child)}</span>
                </button>
              )}
            </td>
            <td className={child.total === 0 ? 'number faint' : 'number'}>{toldCount(child.total, words, isKnown)}</td>
            <td>
              <LevelBar severities={child.severities} largest={largest} />
            </td>
            {figures(child)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
