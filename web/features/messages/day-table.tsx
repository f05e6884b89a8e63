// The last fourteen days: how many messages, and how they went as one bar a day, all on one scale.
import { formatCount, formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { type DayFigures, PARTS, type Part } from './figures.ts';
import { messageWords } from './words.ts';

const WORD_OF: Record<Part, 'delivered' | 'sent' | 'waiting' | 'failed' | 'none'> = {
  delivered: 'delivered',
  sent: 'sent',
  open: 'waiting',
  failed: 'failed',
  none: 'none',
};

export function DayTable({ days, onOpen }: { days: readonly DayFigures[]; onOpen: (day: string) => void }) {
  const { language } = useLanguage();
  const words = useWords(messageWords);
  const { columns } = words;
  const most = Math.max(1, ...days.map((day) => day.all));
  return (
    <section className="message-part">
      <h2>{words.days}</h2>
      <p className="bar-key" aria-hidden="true">
        {PARTS.map((part) => (
          <span key={part}>
            <i className={`bar-${part}`} /> {words.states[WORD_OF[part]]}
          </span>
        ))}
      </p>
      <table className="plain-table message-days">
        <thead>
          <tr>
            <th scope="col">{columns.day}</th>
            <th scope="col">{columns.share}</th>
            {[columns.all, columns.delivered, columns.failed, columns.none].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, all, parts }) => (
            <tr key={day}>
              <td>
                <button type="button" className="list-name" onClick={() => onOpen(day)}>
                  {formatDay(day, language)}
                </button>
              </td>
              <td className="bar-cell">
                <span className="day-bar" style={{ width: `${(100 * all) / most}%` }} aria-hidden="true">
                  {PARTS.map(
                    (part) =>
                      parts[part] > 0 && <i key={part} className={`bar-${part}`} style={{ flexGrow: parts[part] }} />,
                  )}
                </span>
              </td>
              <td className="number">{formatCount(all)}</td>
              <td className="number">{formatCount(parts.delivered)}</td>
              <td className={parts.failed > 0 ? 'number late' : 'number'}>{formatCount(parts.failed)}</td>
              <td className="number">{formatCount(parts.none)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
