// The same weeks as a table: one column a week, for whoever reads rather than looks.
import type { AlertTrend } from '../../../server/insight/model.ts';
import { endedIn, raisedIn } from '../../charts/trend.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { mapWords } from './words.ts';

const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;

export function TrendTable({ weeks, labels }: { weeks: AlertTrend['weeks']; labels: readonly string[] }) {
  const common = useWords(ui);
  const words = useWords(mapWords).trend;
  type Week = AlertTrend['weeks'][number];
  const rows: [string, React.ReactNode, (week: Week) => number][] = [
    ['raised', words.raised, raisedIn],
    ...LEVELS.map((level): [string, React.ReactNode, (week: Week) => number] => [
      level,
      <span key={level} className="trend-level">
        <Beacon severity={level} size={16} isNamed={false} /> {common.severities[level]}
      </span>,
      (week) => week.raised[level],
    ]),
    ['ended', words.ended, endedIn],
    [
      'closed',
      <span key="closed" className="trend-level">
        {words.closed}
      </span>,
      (week) => week.closed,
    ],
    ['open', words.open, (week) => week.open],
  ];
  return (
    <div className="trend-scroll">
      <table className="trend-table" aria-label={words.table}>
        <thead>
          <tr>
            <th scope="col">{words.weekFrom}</th>
            {weeks.map((week, index) => (
              <th key={week.from} scope="col" className="number">
                {labels[index]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, name, amountOf]) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {weeks.map((week) => (
                <td key={week.from} className={amountOf(week) > 0 ? 'number' : 'number faint'}>
                  {formatCount(amountOf(week))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
