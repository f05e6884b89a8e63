// Counts by level; a click filters by that level, a second click takes the filter off.
import type { AlertMap, Severity } from '../../../server/flow/alerts/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { toldCount } from './told.ts';
import { mapWords } from './words.ts';

const LEVELS: Severity[] = ['red', 'orange', 'yellow', 'blue'];

interface LevelCountsProps {
  /** Figures under the filter without its levels, so that a picked level does not blank the others. */
  map: Pick<AlertMap, 'total' | 'severities' | 'overdue'>;
  picked: readonly Severity[];
  onPick: (severity: string) => void;
}

export function LevelCounts({ map, picked, onPick }: LevelCountsProps) {
  const common = useWords(ui);
  const words = useWords(mapWords);
  return (
    <fieldset className="level-counts" aria-label={words.levels}>
      <button type="button" aria-pressed={picked.length === 0} onClick={() => onPick('')}>
        <b>{toldCount(map.total, words)}</b>
        <span>
          {words.all}
          {map.overdue !== null && map.overdue > 0 && (
            <span className="late"> {words.allHint(toldCount(map.overdue, words))}</span>
          )}
        </span>
      </button>
      {LEVELS.map((severity) => {
        const isPicked = picked.includes(severity);
        return (
          <button
            key={severity}
            type="button"
            aria-pressed={isPicked}
            onClick={() => onPick(isPicked && picked.length === 1 ? '' : severity)}
          >
            <b>{toldCount(map.severities[severity], words)}</b>
            <span>
              <Beacon severity={severity} size={16} isNamed={false} /> {common.severities[severity]}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
