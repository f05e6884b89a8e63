// Why an alert stands, as a page of its own: an address that can be passed on, and printed.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/problem.ts';
import { useMe } from '../../api/session.ts';
import { whyQuery } from '../../features/alerts/queries.ts';
import { WhyBody } from '../../features/alerts/why-panel.tsx';
import { alertWords } from '../../features/alerts/words.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { PrintHead } from '../../ui/print-head.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';

export default function WhyPage() {
  const { id = '' } = useParams();
  const me = useMe();
  const { language } = useLanguage();
  const common = useWords(ui);
  const texts = useWords(alertWords);
  const query = useQuery(whyQuery(id));
  const why = query.data;
  const title = why ? why.alert.rule[language] : texts.why;
  usePageTitle(title);
  if (query.isPending) return <Skeleton lines={14} />;
  if (!why) {
    const isMissing = query.error instanceof ApiError && [404, 422].includes(query.error.status);
    if (!isMissing) return <Failed what={texts.why} error={query.error} onRetry={() => void query.refetch()} />;
    return (
      <Empty>
        <h1>{texts.notHere}</h1>
        <Link className="button" to="/map">
          {texts.toMap}
        </Link>
      </Empty>
    );
  }
  const { alert, householdId } = why;
  const whose = alert.household?.head ?? common.someone;
  return (
    <main className="why-page">
      <PrintHead title={`${texts.why}${common.colon}${title}`} filter={`${whose} ${alert.place}`} />
      <header className="why-page-head">
        <Beacon severity={alert.severity} size={28} />
        <h1>{title}</h1>
        <p className="why-page-whose">
          {alert.household && <b>{whose}</b>}
          {alert.household && <span>{common.people(alert.household.members)}</span>}
          <span>{alert.place}</span>
          <span className="faint">{common.alertStates[alert.state]}</span>
        </p>
        <div className="why-page-acts no-print">
          {householdId && me.actions.includes('household.read') && (
            <Link className="button" to={`/households/${householdId}`}>
              {texts.household}
            </Link>
          )}
          {alert.taskId && me.actions.includes('task.read') && (
            <Link className="button" to={`/desk?view=all&task=${alert.taskId}`}>
              {texts.task}
            </Link>
          )}
          <button type="button" className="button" onClick={() => print()}>
            {texts.print}
          </button>
        </div>
      </header>
      <div className="why-page-body">
        <WhyBody why={why} />
      </div>
    </main>
  );
}
