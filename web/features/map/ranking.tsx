// The map's table: one row a division, worst first. Enter goes in, arrows move.
import type { KeyboardEvent } from 'react';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { Measure } from '../../charts/ramp.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { rankChildren, ratePerThousand } from './figures.ts';
import { LevelBar } from './level-bar.tsx';
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
  focused: string | null;
  /** The short name of a prefecture. */
  nameOf: (code: string) => string | undefined;
  onFocus: (code: string | null) => void;
  onEnter: (code: string) => void;
}

export function Ranking({ map, measure, focused, nameOf, onFocus, onEnter }: RankingProps) {
  const words = useWords(mapWords);
  if (map.children.length === 0) return <Empty>{words.noChildren}</Empty>;
  const children = rankChildren(map.children, measure);
  const largest = Math.max(...children.map((child) => child.total));
  // Beside a county of the whole province stands its prefecture, unless its name says it already.
  const prefectureOf = (child: AlertMap['children'][number]) => {
    const name = map.area.code.length === 2 && child.code.length === 6 ? nameOf(child.code.slice(0, 4)) : undefined;
    return name && !child.name.startsWith(name) ? name : null;
  };
  const households = children.reduce((sum, child) => sum + child.households, 0);
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
            {words.perThousand}
          </th>
          <th scope="col" className="number">
            {words.overdue}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr className="ranking-whole">
          <td>{map.area.name}</td>
          <td className="number">{formatCount(map.total)}</td>
          <td className="faint">
            {words.registered} {words.households(formatCount(households))}
          </td>
          <td className="number strong">{ratePerThousand({ total: map.total, households }).toFixed(1)}</td>
          <td className={map.overdue > 0 ? 'number late' : 'number'}>{formatCount(map.overdue)}</td>
        </tr>
        {children.map((child) => (
          <tr
            key={child.code}
            className={child.code === focused ? 'is-focused' : ''}
            onMouseEnter={() => onFocus(child.code)}
            onMouseLeave={() => onFocus(null)}
          >
            <td>
              <button
                type="button"
                className="row-link"
                onFocus={() => onFocus(child.code)}
                onClick={() => onEnter(child.code)}
              >
                {child.name} <span className="faint">{prefectureOf(child)}</span>
              </button>
            </td>
            <td className={child.total > 0 ? 'number' : 'number faint'}>{formatCount(child.total)}</td>
            <td>
              <LevelBar severities={child.severities} largest={largest} />
            </td>
            <td className={child.total > 0 ? 'number' : 'number faint'}>{ratePerThousand(child).toFixed(1)}</td>
            <td className={child.overdue > 0 ? 'number late' : 'number faint'}>{formatCount(child.overdue)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
