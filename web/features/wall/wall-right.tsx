// The wall's right side: the five places with most alerts a thousand households, and what is new today.
import type { AlertChanges } from '../../../server/insight/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { wallWords } from './words.ts';

export interface Top {
  code: string;
  name: string;
  rate: number;
}

export function WallTop({ top }: { top: readonly Top[] }) {
  const words = useWords(wallWords);
  const largest = Math.max(1, ...top.map((one) => one.rate));
  return (
    <section className="wall-top">
      <h2>{words.top}</h2>
      <ul>
        {top.map((one) => (
          <li key={one.code}>
            <span>{one.name}</span>
            <span className="wall-bar">
              <i style={{ width: `${(100 * one.rate) / largest}%` }} />
            </span>
            <b>{one.rate.toFixed(1)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The place and the rule that most of today's alerts came from. */
export function WallNews({ changes }: { changes: AlertChanges | undefined }) {
  const { language } = useLanguage();
  const words = useWords(wallWords);
  if (!changes) return null;
  const most = <T extends { raised: number | null }>(rows: readonly T[]) =>
    rows.reduce<T | undefined>((best, one) => ((one.raised ?? 0) > (best?.raised ?? 0) ? one : best), undefined);
  const area = most(changes.areas);
  const rule = most(changes.rules);
  return (
    <section className="wall-news">
      {area ? <p>{words.news(area.name, formatCount(area.raised ?? 0))}</p> : <p>{words.quiet}</p>}
      {rule && <p>{words.rule(rule.names[language], formatCount(rule.raised ?? 0))}</p>}
    </section>
  );
}
