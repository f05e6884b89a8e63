// What the pointer or the arrow keys stand on: a card docked in the corner, so that nothing floats over the land.
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { Zone } from '../../api/areas.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { ratePerThousand } from './figures.ts';
import { mapWords } from './words.ts';

interface DockedCardProps {
  map: AlertMap;
  code: string | null;
  name: string | undefined;
  zones: readonly Zone[];
}

export function DockedCard({ map, code, name, zones }: DockedCardProps) {
  const words = useWords(mapWords);
  if (!code || !name) return null;
  const inside = new Set([code, ...zones.filter((zone) => zone.county === code).map((zone) => zone.code)]);
  const children = map.children.filter((child) => inside.has(child.code));
  const sum = (pick: (child: AlertMap['children'][number]) => number) =>
    children.reduce((total, child) => total + pick(child), 0);
  const total = sum((child) => child.total);
  const households = sum((child) => child.households);
  const overdue = sum((child) => child.overdue);
  return (
    <aside className="docked-card" aria-live="polite">
      <h3>{name}</h3>
      <dl>
        <dt>{words.total}</dt>
        <dd>{formatCount(total)}</dd>
        <dt>{words.perThousand}</dt>
        <dd>{ratePerThousand({ total, households }).toFixed(1)}</dd>
        <dt>{words.registered}</dt>
        <dd>{formatCount(households)}</dd>
        <dt>{words.overdue}</dt>
        <dd className={overdue > 0 ? 'late' : ''}>{formatCount(overdue)}</dd>
      </dl>
      <p className="faint">
        <span className="key">Enter</span> {words.enter} <span className="key">Esc</span> {words.up}
      </p>
    </aside>
  );
}
