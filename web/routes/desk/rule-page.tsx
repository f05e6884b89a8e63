// One rule: the policy sentence, the condition in words, its parameters and standards, its versions; and what it does now.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { useNow } from '../../api/now.ts';
import { PrecisionDot } from '../../features/rules/marks.tsx';
import { figuresQuery, ruleQuery, termsQuery } from '../../features/rules/queries.ts';
import { Days, Places } from '../../features/rules/rule-figures.tsx';
import { Condition, Inputs, Params, Policy, Standards, Versions } from '../../features/rules/rule-parts.tsx';
import { ruleWords } from '../../features/rules/words.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { PrintHead } from '../../ui/print-head.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { TopBarArea } from './shell.tsx';
import '../../ui/list.css';
import '../../features/rules/rules.css';

export default function RulePage() {
  const { id = '' } = useParams();
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(ruleWords);
  const now = useNow();
  const query = useQuery(ruleQuery(id));
  const terms = useQuery(termsQuery(id));
  const figures = useQuery(figuresQuery);
  const rule = query.data;
  const name = rule?.names[language] ?? words.one;
  usePageTitle(name);
  return (
    <>
      <TopBarArea>
        <Link to="/rules">{words.page}</Link>
        <span className="faint"> / </span>
        <b>{name}</b>
      </TopBarArea>
      <main className="rule-page">
        <PrintHead title={name} filter={words.page} />
        {query.isPending && <Skeleton lines={12} />}
        {query.isError && !rule && <Failed what={words.one} error={query.error} onRetry={() => void query.refetch()} />}
        {rule && (
          <>
            <header className="rule-head">
              <h1>
                {rule.severity && <Beacon severity={rule.severity as 'red'} size={26} />}
                {name}
              </h1>
              <p className="precision-dot">
                <span className="faint">
                  {common.classes[rule.class as 'policy'] ?? words.about[rule.about]}
                  {rule.number !== null &&
                    rule.since &&
                    ` · ${words.version(rule.number, formatDay(rule.since, language, now))}`}
                </span>
                {rule.about === 'household' && (
                  <>
                    <span className="faint">{words.columns.precision}</span>
                    <PrecisionDot figure={figures.data?.items.find((one) => one.id === id)} />
                  </>
                )}
              </p>
              {rule.faults.length > 0 && (
                <p className="note-line is-urgent" role="alert">
                  <b>{words.notRun}</b> {rule.faults.map((fault) => fault.message[language]).join(' ')}
                </p>
              )}
            </header>
            <div className="rule-columns">
              <div>
                {rule.policy && <Policy policy={rule.policy} />}
                {terms.isPending && <Skeleton lines={6} />}
                {terms.isError && !terms.data && (
                  <Failed what={words.detail.condition} error={terms.error} onRetry={() => void terms.refetch()} />
                )}
                {terms.data && (
                  <>
                    <Condition terms={terms.data} />
                    <Params terms={terms.data} />
                    <Standards terms={terms.data} />
                    <Inputs terms={terms.data} />
                  </>
                )}
                <Versions rule={rule} terms={terms.data} />
              </div>
              <div>
                <Days rule={rule} />
                <Places rule={rule} />
              </div>
            </div>
          </>
        )}
      </main>
    </>
  );
}
