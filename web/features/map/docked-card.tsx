// What the pointer or the arrow keys stand on: a card docked in the corner, so that nothing floats over the land.
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { Zone } from '../../api/areas.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { addUp, type Beside, codesIn, lateShare, ratePerThousand } from './figures.ts';
import { toldCount, toldRate } from './told.ts';
import { mapWords } from './words.ts';

interface DockedCardProps {
  map: AlertMap;
  code: string | null;
  name: string | undefined;
  zones: readonly Zone[];
  redLate: Beside['redLate'];
}

export function DockedCard({ map, code, name, zones, redLate }: DockedCardProps) {
  const words = useWords(mapWords);
  if (!code || !name) return null;
  const inside = codesIn(code, zones);
  const figure = addUp(map.children.filter((child) => inside.has(child.code)));
  const red = redLate?.areas.filter((one) => inside.has(one.code)) ?? [];
  const late = lateShare(figure);
  return (
    <aside className="docked-card" aria-live="polite">
      <h3>{name}</h3>
      <dl>
        <dt>{words.total}</dt>
        <dd>{toldCount(figure.total, words)}</dd>
        <dt>{words.perThousand}</dt>
        <dd>{toldRate(ratePerThousand(figure), words)}</dd>
        <dt>{words.registered}</dt>
        <dd>{formatCount(figure.households)}</dd>
        <dt>{words.overdue}</dt>
        <dd className={late ? 'late' : ''}>{toldRate(late, words, '%')}</dd>
        {red.length > 0 && (
          <>
            <dt>{words.redLate}</dt>
            <dd className="late">{red.map((one) => toldCount(one.total, words)).join(' + ')}</dd>
          </>
        )}
      </dl>
      <p className="faint">
        <span className="key">Enter</span> {words.enter} <span className="key">Esc</span> {words.up}
      </p>
    </aside>
  );
}
