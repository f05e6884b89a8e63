// What would have to be otherwise for the rule not to hold: one number at a time, the smallest change of each.
import type { Why } from '../../../server/flow/alerts/model.ts';
import { formatValue } from '../../ui/format.ts';
import { type Language, useLanguage, useWords } from '../../ui/language.tsx';
import { ThresholdRuler } from './threshold-ruler.tsx';
import { alertWords } from './words.ts';

type Change = Why['changes'][number];

const textOf = (value: number, unit: Change['unit'], language: Language) => {
  const { figure, unit: name } = formatValue(value, unit, language);
  return [figure, name].filter(Boolean).join(' ');
};

export function Changes({ why }: { why: Pick<Why, 'changes' | 'holds'> }) {
  const { language } = useLanguage();
  const texts = useWords(alertWords);
  if (why.holds !== true) return null;
  const sayOne = ({ label, unit, from, to }: Change) => {
    const name = label[language];
    const wanted = textOf(to, unit, language);
    if (unit === 'flag') return texts.changeFlag(name, wanted);
    if (from === null) return texts.changeKnown(name, wanted);
    return texts.changeTo[to > from ? 'up' : 'down'](name, wanted);
  };
  return (
    <section>
      <h3 className="why-label">{texts.changes}</h3>
      {why.changes.length === 0 && <p className="faint">{texts.noChange}</p>}
      {why.changes.length > 0 && <p className="faint why-small">{texts.changesLead}</p>}
      <ul className="changes">
        {why.changes.map((change) => (
          <li key={change.name}>
            <span>{sayOne(change)}</span>
            {change.from !== null && change.unit !== 'flag' && (
              <span className="faint changes-gap">
                <ThresholdRuler from={change.from} to={change.to} />
                {texts.gap(textOf(Math.abs(change.to - change.from), change.unit, language))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
