// What a rule does now: its ninety days as bars, and where its open alerts are, each place leading to the map under the same filter.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RuleDetail } from '../../../server/studio/model.ts';
import { queryString } from '../../api/client.ts';
import { useNow } from '../../api/now.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ruleDaysQuery, ruleMapQuery } from './queries.ts';
import { ruleWords } from './words.ts';

const STEP = 5;
const HEIGHT = 64;

export function Days({ rule }: { rule: Pick<RuleDetail, 'id' | 'about'> }) {
  const { language } = useLanguage();
  const { detail } = useWords(ruleWords);
  const now = useNow();
  const query = useQuery(ruleDaysQuery(rule.id, rule.about));
  if (query.isPending) return <Skeleton lines={3} />;
  if (!query.data) return <Failed what={detail.days} error={query.error} onRetry={() => void query.refetch()} />;
  const { days } = query.data;
  const counts = days.map((one) => one.raised ?? 0);
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, one) => sum + one, 0);
  const says = detail.daysText(formatCount(total), formatCount(Math.max(0, ...counts)));
  return (
    <section className="panel-part">
      <h2>{detail.days}</h2>
      <svg className="rule-days" viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`} role="img" aria-label={says}>
        <line x1={0} x2={days.length * STEP} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--edge)" />
        {days.map(({ day, raised }, index) => {
          const height = raised ? Math.max(1.5, ((HEIGHT - 6) * raised) / most) : 0;
          return raised === null ? (
            <circle key={day} cx={index * STEP + 2} cy={HEIGHT - 4} r={1.2} fill="var(--ink3)">
              <title>{`${formatDay(day, language, now)} ${detail.hidden}`}</title>
            </circle>
          ) : (
            <rect
              key={day}
              x={index * STEP}
              y={HEIGHT - height}
              width={STEP - 1}
              height={height}
              fill="var(--amount-3)"
            >
              <title>{`${formatDay(day, language, now)} ${formatCount(raised)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p className="rule-axis faint">
        <span>{days[0] && formatDay(days[0].day, language, now)}</span>
        <span>{says}</span>
        <span>{days[days.length - 1] && formatDay(days[days.length - 1]!.day, language, now)}</span>
      </p>
    </section>
  );
}

export function Places({ rule }: { rule: Pick<RuleDetail, 'id' | 'about'> }) {
  const { detail } = useWords(ruleWords);
  const query = useQuery(ruleMapQuery(rule.id, rule.about));
  if (query.isPending) return <Skeleton lines={5} />;
  if (!query.data) return <Failed what={detail.places} error={query.error} onRetry={() => void query.refetch()} />;
  const subject = rule.about === 'source' ? 'source' : undefined;
  const map = (area?: string) => `/map${queryString({ area, rule: rule.id, subject })}`;
  const places = query.data.children
    .filter((one) => one.total === null || one.total > 0)
    .sort((left, right) => (right.total ?? 1) - (left.total ?? 1));
  const most = Math.max(1, ...places.map((one) => one.total ?? 1));
  return (
    <section className="panel-part">
      <h2>
        {detail.places} <Link to={map()}>{detail.onMap}</Link>
      </h2>
      {places.length === 0 && <p className="faint">{detail.placesNone}</p>}
      <ul className="rule-places">
        {places.map(({ code, name, total }) => (
          <li key={code}>
            <Link to={map(code)}>{name}</Link>
            <span className="rule-place-bar" aria-hidden="true">
              <span style={{ width: `${(100 * (total ?? 1)) / most}%` }} />
            </span>
            <span className="number">{total === null ? detail.hidden : formatCount(total)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
