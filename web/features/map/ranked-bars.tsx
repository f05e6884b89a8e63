// Below the county there are no borders to draw: ranked bars say how bad where.
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { rankChildren } from './figures.ts';
import { LevelBar } from './level-bar.tsx';
import { moveAlongRows } from './ranking.tsx';
import { toldCount } from './told.ts';
import { mapWords } from './words.ts';

export interface RankedBarsProps {
  map: AlertMap;
  focused: string | null;
  onFocus: (code: string | null) => void;
  onEnter: (code: string) => void;
}

export function RankedBars({ map, focused, onFocus, onEnter }: RankedBarsProps) {
  const words = useWords(mapWords);
  const children = rankChildren(map.children, 'count');
  const largest = Math.max(1, ...children.map((child) => child.total ?? 0));
  if (children.length === 0) return <Empty>{words.noChildren}</Empty>;
  return (
    <ul className="ranked-bars" aria-label={words.ranked} onKeyDown={moveAlongRows}>
      {children.map((child) => (
        <li
          key={child.code}
          className={child.code === focused ? 'is-focused' : ''}
          onMouseEnter={() => onFocus(child.code)}
        >
          <button
            type="button"
            className="row-link"
            onFocus={() => onFocus(child.code)}
            onClick={() => onEnter(child.code)}
          >
            <span>{child.code === map.area.code ? words.itself(child.name) : child.name}</span>
            <LevelBar severities={child.severities} largest={largest} />
            <b className="number">{toldCount(child.total, words)}</b>
            <span className={child.overdue ? 'late number' : 'number'}>
              {child.overdue ? `${words.overdue} ${toldCount(child.overdue, words)}` : ''}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
