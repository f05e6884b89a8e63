// 凭什么: why an alert stands. Values set like a sum, the rows behind them, the policy sentence, the rule's version.
import { useQuery } from '@tanstack/react-query';
import type { Why } from '../../../server/flow/alerts/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { Changes } from './changes.tsx';
import { EvidenceRows } from './evidence-rows.tsx';
import { NextData } from './next-data.tsx';
import { whyQuery } from './queries.ts';
import { Sum } from './sum.tsx';
import { alertWords } from './words.ts';
import './alerts.css';

function Policy({ why }: { why: Why }) {
  const { language } = useLanguage();
  const texts = useWords(alertWords);
  const now = useNow();
  const { rule } = why;
  return (
    <section>
      <h3 className="why-label">{texts.policy}</h3>
      <blockquote className="policy" lang="zh-CN">
        {rule.policy.quote}
      </blockquote>
      <p className="faint why-small">
        {rule.policy.document} {!why.lead && texts.version(why.alert.rule[language], rule.version)}
        {rule.publishedAt && texts.inForce(formatDay(rule.publishedAt, language, now))}
      </p>
    </section>
  );
}

export function WhyBody({ why }: { why: Why }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const texts = useWords(alertWords);
  const now = useNow();
  const { alert, rule } = why;
  return (
    <div className="why">
      <p className="why-message">{alert.message[language]}</p>
      {why.lead && <p className="why-small">{leadSentence(why.lead, texts)}</p>}
      <p className="faint why-small why-when">
        {texts.raised(formatDayTime(alert.raisedAt, language, now))}
        {why.sinceOn && common.comma + texts.since(formatDay(why.sinceOn, language, now))}
        {alert.endedAt && common.comma + texts.ended(formatDayTime(alert.endedAt, language, now))}
      </p>
      <div className="why-main">
        {why.values.length > 0 && <Sum why={why} />}
        {why.values.length > 0 && <Changes why={why} />}
        {(why.values.length > 0 || why.evidence.length > 0) && <EvidenceRows evidence={why.evidence} />}
      </div>
      <div className="why-side">
        <Policy why={why} />
        {rule.measures.length > 0 && (
          <section>
            <h3 className="why-label">{texts.measures}</h3>
            <p>{rule.measures.map((measure) => measure[language]).join(common.enumeration)}</p>
          </section>
        )}
        <NextData next={why.next} />
        {!why.lead && (
          <details className="why-source">
            <summary>{texts.source}</summary>
            <pre>{rule.condition.trim()}</pre>
          </details>
        )}
      </div>
    </div>
  );
}

/** Of a lead: who told it, of whom, and whether a registry knows the household. */
function leadSentence(
  { by, head, people, isKnown }: NonNullable<Why['lead']>,
  texts: (typeof alertWords)['zh'],
): string {
  return texts.leadTold(by ?? '', head ?? '', people ?? 0) + (isKnown ? '' : texts.leadUnknown);
}

export function WhyPanel({ id }: { id: string }) {
  const texts = useWords(alertWords);
  const query = useQuery(whyQuery(id));
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError) return <Failed what={texts.why} error={query.error} onRetry={() => void query.refetch()} />;
  return <WhyBody why={query.data} />;
}
