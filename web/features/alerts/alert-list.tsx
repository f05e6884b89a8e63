// The list under the same filter as map and figures, one page after another.
import { useInfiniteQuery } from '@tanstack/react-query';
import type { AlertRow } from '../../../server/flow/alerts/model.ts';
import type { Filter } from '../../api/filter.ts';
import { useNow } from '../../api/now.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { alertsQuery } from './queries.ts';
import { alertWords } from './words.ts';
import './alerts.css';

/** Whether something can be dropped from the filter, so that more is found. */
function isNarrowed({
  severity,
  class: classes,
  rule,
  cause,
  source,
  from,
  until,
  endedFrom,
  endedUntil,
}: Filter): boolean {
  return (
    severity.length + classes.length > 0 || [rule, cause, source, from, until, endedFrom, endedUntil].some(Boolean)
  );
}

interface AlertListProps {
  filter: Filter;
  onOpen: (id: string) => void;
  onWiden: () => void;
}

function Row({ alert, onOpen }: { alert: AlertRow; onOpen: (id: string) => void }) {
  const { language } = useLanguage();
  const words = useWords(ui);
  const now = useNow();
  return (
    <li>
      <button type="button" className="alert-row" onClick={() => onOpen(alert.id)}>
        <Beacon severity={alert.severity} size={22} />
        <span className="alert-row-what">
          <span className="alert-row-title">
            <b>{alert.rule[language]}</b>
            <span className="faint">{formatDay(alert.raisedAt, language, now)}</span>
          </span>
          <span className="alert-row-message">{alert.message[language]}</span>
          <span className="faint alert-row-place">
            {alert.household
              ? [alert.household.head ?? words.someone, words.people(alert.household.members), ''].join(words.comma)
              : ''}
            {alert.place}
            {alert.taskState && alert.state === 'open' && alert.taskState in words.taskStates
              ? `　${words.taskStates[alert.taskState as keyof typeof words.taskStates]}`
              : `　${words.alertStates[alert.state]}`}
          </span>
        </span>
      </button>
    </li>
  );
}

export function AlertList({ filter, onOpen, onWiden }: AlertListProps) {
  const texts = useWords(alertWords);
  const query = useInfiniteQuery(alertsQuery(filter));
  if (query.isPending) return <Skeleton lines={9} />;
  if (query.isError && !query.data)
    return <Failed what={texts.list} error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <Empty>
        <p>{texts.nothing}</p>
        {isNarrowed(filter) && (
          <button type="button" className="button" onClick={onWiden}>
            {texts.widen}
          </button>
        )}
      </Empty>
    );
  }
  return (
    <>
      <ul className="alert-list" aria-label={texts.list}>
        {rows.map((alert) => (
          <Row key={alert.id} alert={alert} onOpen={onOpen} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="alert-more no-print">
          <More of={query} />
        </div>
      )}
    </>
  );
}
