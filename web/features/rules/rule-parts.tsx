// The parts of a rule's page: the policy it stands on, its condition in words, its parameters, standards, sources and versions.
import type { RuleTerms } from '../../../server/insight/rules/model.ts';
import type { RuleDetail } from '../../../server/studio/model.ts';
import { useNow } from '../../api/now.ts';
import { Blind } from '../../ui/blind.tsx';
import { conditionInWords, paramText } from '../../ui/condition.ts';
import { formatDay, formatValue } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { changedParams, explainable } from './list.ts';
import { ruleWords } from './words.ts';

const joined = (parts: readonly string[]) => parts.filter(Boolean).join(' ');

export function Policy({ policy }: { policy: NonNullable<RuleDetail['policy']> }) {
  const { detail } = useWords(ruleWords);
  return (
    <section className="panel-part">
      <h2>{detail.policy}</h2>
      <blockquote className="rule-quote">{policy.quote}</blockquote>
      <p className="faint">{policy.document}</p>
    </section>
  );
}

export function Condition({ terms }: { terms: RuleTerms }) {
  const { language } = useLanguage();
  const { detail } = useWords(ruleWords);
  if (terms.condition === null)
    return (
      <section className="panel-part">
        <h2>{detail.condition}</h2>
        <p>{detail.noCondition}</p>
      </section>
    );
  const notes = [
    terms.holds > 0 ? detail.holds(terms.holds) : '',
    terms.cooldown ? detail.cooldown(terms.cooldown) : '',
    terms.cause ? `${detail.cause} ${terms.cause[language]}` : '',
  ];
  return (
    <section className="panel-part">
      <h2>{detail.condition}</h2>
      <p className="rule-condition">{conditionInWords(explainable(terms), language)}</p>
      <p className="faint">{notes.filter(Boolean).join(language === 'zh' ? '；' : '; ')}</p>
      {terms.measures.length > 0 && (
        <p>
          <span className="faint">{detail.measures} </span>
          {terms.measures.map((one) => one[language]).join(language === 'zh' ? '、' : ', ')}
        </p>
      )}
      <details className="rule-formula">
        <summary>{detail.formula}</summary>
        <pre>{terms.condition.trim()}</pre>
      </details>
    </section>
  );
}

export function Params({ terms }: { terms: RuleTerms }) {
  const { language } = useLanguage();
  const { detail } = useWords(ruleWords);
  const columns = detail.paramColumns;
  if (terms.params.length === 0) return null;
  const text = (param: RuleTerms['params'][number], value: number) => {
    const { figure, unit } = paramText({ ...param, value }, language);
    return joined([figure, unit]);
  };
  return (
    <section className="panel-part">
      <h2>{detail.params}</h2>
      <table className="rule-small">
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col" className="number">
              {columns.value}
            </th>
            <th scope="col" className="number">
              {columns.range}
            </th>
          </tr>
        </thead>
        <tbody>
          {terms.params.map((param) => (
            <tr key={param.name}>
              <td>{param.label[language]}</td>
              <td className="number strong">{text(param, param.value)}</td>
              <td className="number faint">{detail.range(text(param, param.min), text(param, param.max))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The standards of the reader's counties: a range where they differ, and how many counties have none. */
export function Standards({ terms }: { terms: RuleTerms }) {
  const { language } = useLanguage();
  const { detail } = useWords(ruleWords);
  const columns = detail.standardColumns;
  if (terms.standards.length === 0) return null;
  const text = (one: RuleTerms['standards'][number]) => {
    if (one.low === null || one.high === null) return detail.noStandard;
    const { low, high, unit } = one;
    const last = formatValue(high, unit, language);
    return joined([detail.range(formatValue(low, unit, language).figure, last.figure), last.unit, detail.per[one.per]]);
  };
  const urban = terms.standards.filter((one) => one.settlement === 'urban');
  return (
    <section className="panel-part">
      <h2>{detail.standards}</h2>
      <table className="rule-small">
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.urban}</th>
            <th scope="col">{columns.rural}</th>
            <th scope="col">{columns.missing}</th>
          </tr>
        </thead>
        <tbody>
          {urban.map((one) => {
            const rural = terms.standards.find((other) => other.name === one.name && other.settlement === 'rural');
            const missing = Math.max(one.missing, rural?.missing ?? 0);
            return (
              <tr key={one.name}>
                <td>{one.label[language]}</td>
                <td>{text(one)}</td>
                <td>{rural && text(rural)}</td>
                <td>
                  {missing > 0 && <Blind />} {detail.missing(missing)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

export function Inputs({ terms }: { terms: RuleTerms }) {
  const { language } = useLanguage();
  const { detail } = useWords(ruleWords);
  const now = useNow();
  return (
    <section className="panel-part">
      <h2>{detail.inputs}</h2>
      {terms.inputs.length === 0 && <p className="faint">{detail.noInputs}</p>}
      <table className="rule-small">
        <tbody>
          {terms.inputs.map(({ dataset, title, department, month, isBlind }) => (
            <tr key={dataset}>
              <td>
                <a href={`/sources/${dataset}`}>{title[language]}</a>{' '}
                <span className="faint">{department[language]}</span>
              </td>
              <td>
                {isBlind && <Blind />}{' '}
                {isBlind
                  ? detail.blind
                  : month
                    ? detail.until(formatDay(month.slice(0, 10), language, now))
                    : detail.never}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Versions({ rule, terms }: { rule: RuleDetail; terms: RuleTerms | undefined }) {
  const { language } = useLanguage();
  const { detail, version: name } = useWords(ruleWords);
  const now = useNow();
  const day = (at: string | null) => (at ? formatDay(at, language, now) : '');
  const label = (param: string) => terms?.params.find((one) => one.name === param)?.label[language] ?? param;
  return (
    <section className="panel-part">
      <h2>{detail.versions}</h2>
      <ol className="rule-versions">
        {rule.versions.map((version, index) => {
          const { id, number, status, origin, note } = version;
          const changes = changedParams(version, rule.versions[index + 1]);
          const acts = [
            version.draftedBy && detail.drafted(version.draftedBy, day(version.draftedAt)),
            version.publishedBy && detail.published(version.publishedBy, day(version.publishedAt)),
            version.retiredAt && detail.retired(version.retiredBy ?? '', day(version.retiredAt)),
          ].filter(Boolean);
          const from = version.inForceFrom ?? version.publishedAt;
          return (
            <li key={id}>
              <b>{from ? name(number, day(from)) : `${detail.states[status]} ${number}`}</b>{' '}
              <span className="faint">
                {detail.states[status]} · {detail[origin]}
              </span>
              {note && <p>{note}</p>}
              {changes.map((one) => (
                <p key={one.name}>{detail.changed(label(one.name), String(one.from), String(one.to))}</p>
              ))}
              {acts.length > 0 && <p className="faint">{acts.join(language === 'zh' ? '，' : ', ')}</p>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
