// The wall's left side: one alarm number, the levels with their change since yesterday, and what is blind.
import type { AlertMap, Severity } from '../../../server/flow/alerts/model.ts';
import type { AlertChanges } from '../../../server/insight/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { wallWords } from './words.ts';

const LEVELS: Severity[] = ['red', 'orange', 'yellow', 'blue'];

function netOf({ raised, closed, lapsed }: AlertChanges['whole']): string {
  if (raised === null || closed === null || lapsed === null) return '';
  const net = raised - closed - lapsed;
  return net > 0 ? `+${formatCount(net)}` : net < 0 ? `−${formatCount(-net)}` : '0';
}

export function WallLeft({ map, changes }: { map: AlertMap; changes: AlertChanges | undefined }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(wallWords);
  const count = (amount: number | null) => (amount === null ? words.few : formatCount(amount));
  const late = changes?.redLate;
  const blind = map.sources.filter((source) => source.isBlind);
  return (
    <section className="wall-left">
      {late && late.total !== 0 ? (
        <div className="wall-alarm" aria-live="assertive">
          <p className="wall-alarm-number">
            {count(late.total)}
            <span>{words.unit}</span>
          </p>
          <p>{words.redLate}</p>
          <p className="wall-places">
            {late.areas.slice(0, 5).map((one) => (
              <span key={one.code}>
                {one.name} {count(one.total)}
              </span>
            ))}
          </p>
        </div>
      ) : (
        <p className="wall-calm">{words.noneLate}</p>
      )}
      <dl className="wall-levels">
        <div>
          <dt>{words.open}</dt>
          <dd>{count(map.total)}</dd>
          <dd className="wall-change">{changes && words.sinceYesterday(netOf(changes.whole))}</dd>
        </div>
        {LEVELS.map((severity) => (
          <div key={severity}>
            <dt>
              <Beacon severity={severity} size={34} isNamed={false} /> {common.severities[severity]}
            </dt>
            <dd>{count(map.severities[severity])}</dd>
            <dd className="wall-change">{changes && netOf(changes.levels[severity])}</dd>
          </div>
        ))}
      </dl>
      <p className={blind.length > 0 ? 'wall-blind is-blind' : 'wall-blind'}>
        {blind.length === 0 ? (
          words.allSeen
        ) : (
          <>
            <b>{words.blind}</b>{' '}
            {blind
              .slice(0, 3)
              .map((one) => words.blindUntil(one.title[language], one.month && formatDay(one.month, language)))
              .join(language === 'zh' ? '、' : ', ')}
          </>
        )}
      </p>
    </section>
  );
}
