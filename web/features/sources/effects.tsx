// What a delivery, or taking one back, would change: rows, households, alerts by rule, tasks somebody holds.
import type { Consequences } from '../../../server/flow/ingest/model.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { batchWords } from './batch-words.ts';

function Rules({ title, rules }: { title: string; rules: Consequences['raises'] }) {
  const { language } = useLanguage();
  const { effect } = useWords(batchWords);
  const total = rules.reduce((sum, rule) => sum + rule.count, 0);
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" className="number strong">
            {total > 0 ? formatCount(total) : effect.nothing}
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.ruleId}>
            <td>{rule.names[language]}</td>
            <td className="number">{formatCount(rule.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface EffectsProps {
  of: Consequences;
  onOpenBatch?: (id: number) => void;
}

export function Effects({ of, onOpenBatch }: EffectsProps) {
  const { effect } = useWords(batchWords);
  const { supersedes } = of;
  return (
    <div className="effects">
      {of.holds && <p className="notice">{effect.holds(of.heldShare === null ? '?' : formatPercent(of.heldShare))}</p>}
      {supersedes !== null && (
        <p className="notice">
          {effect.supersedes}{' '}
          {onOpenBatch && (
            <button type="button" className="link-button" onClick={() => onOpenBatch(supersedes)}>
              {effect.seeIt}
            </button>
          )}
        </p>
      )}
      <p>{of.households > 0 ? effect.households(formatCount(of.households)) : effect.noHouseholds}</p>
      {of.toldTasks > 0 && <p>{effect.toldTasks(formatCount(of.toldTasks))}</p>}
      <Rules title={effect.raises} rules={of.raises} />
      <Rules title={effect.ends} rules={of.ends} />
    </div>
  );
}
