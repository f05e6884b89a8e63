// One row a rule; a rule whose source is blind says so, since its silence means nothing.
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { Blind } from '../../ui/blind.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { moveAlongRows } from './ranking.tsx';
import { toldCount } from './told.ts';
import { mapWords } from './words.ts';

interface RuleTableProps {
  map: Pick<AlertMap, 'rules' | 'sources'>;
  picked: string | undefined;
  onPick: (rule: string) => void;
}

export function RuleTable({ map, picked, onPick }: RuleTableProps) {
  const { language } = useLanguage();
  const words = useWords(mapWords);
  const blind = new Set(map.sources.filter((source) => source.isBlind).flatMap((source) => source.rules));
  const largest = Math.max(1, ...map.rules.map((rule) => rule.total ?? 0));
  return (
    <table className="ranking" aria-label={words.ruleTable} onKeyDown={moveAlongRows}>
      <thead>
        <tr>
          <th scope="col">{words.rule}</th>
          <th scope="col" className="number">
            {words.total}
          </th>
          <th scope="col">
            <span className="visually-hidden">{words.byLevel}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {map.rules.map((rule) => (
          <tr key={rule.id} className={rule.id === picked ? 'is-focused' : ''}>
            <td>
              <button
                type="button"
                className="row-link"
                aria-pressed={rule.id === picked}
                onClick={() => onPick(rule.id === picked ? '' : rule.id)}
              >
                <Beacon severity={rule.severity} size={16} /> {rule.names[language]}
                {blind.has(rule.id) && (
                  <span className="faint">
                    {' '}
                    <Blind /> {words.blindRule}
                  </span>
                )}
              </button>
            </td>
            <td className="number">{toldCount(rule.total, words)}</td>
            <td>
              <span className="level-bar" aria-hidden="true">
                <span
                  style={{ width: `${(100 * (rule.total ?? 0)) / largest}%`, background: `var(--${rule.severity})` }}
                />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
