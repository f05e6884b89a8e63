// What the log tells: refused sign-ins by account and address, and reveals of full numbers by person and day.
import type { SecurityView } from '../../../server/audit/model.ts';
import { useNow } from '../../api/now.ts';
import { formatCount, formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { Empty } from '../../ui/states.tsx';
import { securityWords } from './words.ts';

const STEP = 9;
const HEIGHT = 28;

export function RefusedTab({ refused }: { refused: SecurityView['refused'] }) {
  const { language } = useLanguage();
  const words = useWords(securityWords);
  const now = useNow();
  const { columns } = words;
  if (refused.length === 0) return <Empty>{words.noRefused}</Empty>;
  return (
    <table className="list-table" aria-label={words.tabs.refused}>
      <thead>
        <tr>
          <th scope="col">{columns.who}</th>
          <th scope="col">{columns.from}</th>
          <th scope="col" className="number">
            {columns.tries}
          </th>
          <th scope="col">{columns.last}</th>
        </tr>
      </thead>
      <tbody>
        {refused.map(({ actor, name, address, tries, lastAt }) => (
          <tr key={`${actor} ${address}`}>
            <td>
              <b>{name ?? words.stranger}</b>
              {name && <span className="list-second">{actor}</span>}
            </td>
            <td>{address ?? <span className="faint">{words.unknownFrom}</span>}</td>
            <td className="number">{formatCount(tries)}</td>
            <td>{formatDayTime(lastAt, language, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function RevealsTab({ reveals }: { reveals: SecurityView['reveals'] }) {
  const words = useWords(securityWords);
  const { roles } = useWords(roleWords);
  const { columns } = words;
  if (reveals.people.length === 0) return <Empty>{words.noReveals}</Empty>;
  const most = Math.max(1, ...reveals.people.flatMap((one) => one.byDay));
  return (
    <>
      <table className="list-table" aria-label={words.tabs.reveals}>
        <thead>
          <tr>
            <th scope="col">{columns.who}</th>
            <th scope="col">{columns.role}</th>
            <th scope="col" className="number">
              {columns.total}
            </th>
            <th scope="col">{columns.days}</th>
          </tr>
        </thead>
        <tbody>
          {reveals.people.map(({ actor, name, role, total, byDay }) => (
            <tr key={actor}>
              <td>
                <b>{name ?? actor}</b>
                <span className="list-second">{actor}</span>
              </td>
              <td>{role ? (roles[role] ?? role) : ''}</td>
              <td className="number">{formatCount(total)}</td>
              <td>
                <DayBars counts={byDay} days={reveals.days} most={most} usual={reveals.usual} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="panel-part faint">{words.revealNote(reveals.usual)}</p>
    </>
  );
}

/** Thirty days as bars of one scale for everybody; a day above the usual is framed and numbered, not coloured. */
function DayBars({
  counts,
  days,
  most,
  usual,
}: {
  counts: readonly number[];
  days: readonly string[];
  most: number;
  usual: number;
}) {
  const { language } = useLanguage();
  const words = useWords(securityWords);
  const now = useNow();
  const told = days.flatMap((day, index) => {
    const count = counts[index] ?? 0;
    return count > usual ? words.revealDay(formatDay(day, language, now), count) : [];
  });
  return (
    <span className="reveal-bars">
      <svg width={days.length * STEP} height={HEIGHT} role="img" aria-label={told.join('; ') || words.columns.days}>
        <line x1={0} x2={days.length * STEP} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line)" />
        {days.map((day, index) => {
          const count = counts[index] ?? 0;
          const height = count === 0 ? 0 : Math.max(2, ((HEIGHT - 4) * count) / most);
          return (
            <rect
              key={day}
              x={index * STEP + 1}
              y={HEIGHT - height}
              width={STEP - 2}
              height={height}
              fill={count > usual ? 'var(--ink)' : 'var(--amount-3)'}
            >
              <title>{words.revealDay(formatDay(day, language, now), count)}</title>
            </rect>
          );
        })}
      </svg>
      {told.length > 0 && <b>{told.join(language === 'zh' ? '；' : '; ')}</b>}
    </span>
  );
}
