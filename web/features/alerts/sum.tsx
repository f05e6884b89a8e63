// 竖式: what was found, a line, the thresholds it was held against, and the verdict.
import type { Why } from '../../../server/flow/alerts/model.ts';
import { Blind } from '../../ui/blind.tsx';
import { conditionInWords, paramText } from '../../ui/condition.ts';
import { formatDay, formatValue } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { alertWords } from './words.ts';

function ValueRow({ value }: { value: Why['values'][number] }) {
  const { language } = useLanguage();
  const texts = useWords(alertWords);
  const shown = value.value === null ? null : formatValue(value.value, value.unit, language);
  return (
    <tr>
      <td>
        {value.label[language]}
        {value.source && (
          <span className="sum-source">
            {texts.standardFrom(
              value.source.place,
              value.source.document,
              formatDay(value.source.from, language, new Date(0)),
            )}
          </span>
        )}
      </td>
      {shown ? (
        <td className="number strong">{shown.figure}</td>
      ) : (
        <td className="number" title={texts.unknownHint}>
          <Blind /> {texts.unknown}
        </td>
      )}
      <td className="sum-unit">{shown?.unit}</td>
    </tr>
  );
}

export function Sum({ why }: { why: Why }) {
  const { language } = useLanguage();
  const texts = useWords(alertWords);
  const standards = why.values.filter((value) => value.kind === 'standard');
  return (
    <section>
      <h3 className="why-label">{texts.asSum}</h3>
      <table className="sum">
        <tbody>
          {why.values
            .filter((value) => value.kind === 'indicator')
            .map((value) => (
              <ValueRow key={value.name} value={value} />
            ))}
        </tbody>
        <tbody className="sum-line" aria-label={texts.thresholds}>
          {standards.map((value) => (
            <ValueRow key={value.name} value={value} />
          ))}
          {why.rule.params.map((param) => {
            const { figure, unit } = paramText(param, language);
            return (
              <tr key={param.name}>
                <td>
                  {param.label[language]}
                  <span className="sum-source">{texts.version(why.alert.rule[language], why.rule.version)}</span>
                </td>
                <td className="number strong">{figure}</td>
                <td className="sum-unit">{unit}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="verdict">
        <span>{conditionInWords(why, language)}</span>
        <b>{why.alert.state === 'open' ? texts.holds : texts.held}</b>
      </p>
    </section>
  );
}
