// 变化: what came, ended and was told upwards on one day, by place and by rule; every number leads to its rows.
import { useQuery } from '@tanstack/react-query';
import type { AlertChanges } from '../../../server/insight/model.ts';
import type { Filter } from '../../api/filter.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { changesQuery } from './queries.ts';
import { toldCount } from './told.ts';
import { mapWords } from './words.ts';

export type Changed = 'raised' | 'closed' | 'lapsed' | 'escalated';
const WHAT: readonly Changed[] = ['raised', 'closed', 'lapsed', 'escalated'];
type Figures = AlertChanges['whole'];

export interface ChangeTarget {
  what: Changed;
  day: string;
  area?: string;
  rule?: string;
}

interface ChangePanelProps {
  filter: Filter;
  onFollow: (target: ChangeTarget) => void;
}

interface Row extends Figures {
  key: string;
  name: string;
  target: Pick<ChangeTarget, 'area' | 'rule'>;
}

function ChangeTable({
  label,
  rows,
  day,
  onFollow,
}: { label: string; rows: Row[]; day: string } & Pick<ChangePanelProps, 'onFollow'>) {
  const all = useWords(mapWords);
  const words = all.change;
  return (
    <table className="ranking" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{label}</th>
          {WHAT.map((what) => (
            <th key={what} scope="col" className="number">
              {words[what]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <td>{row.name}</td>
            {WHAT.map((what) => (
              <td key={what} className={row[what] ? 'number' : 'number faint'}>
                {row[what] ? (
                  <button type="button" className="link-button" onClick={() => onFollow({ what, day, ...row.target })}>
                    {toldCount(row[what], all)}
                    <span className="visually-hidden">
                      {' '}
                      {row.name} {words[what]}
                    </span>
                  </button>
                ) : (
                  toldCount(row[what], all, what !== 'escalated')
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ChangePanel({ filter, onFollow }: ChangePanelProps) {
  const { language } = useLanguage();
  const words = useWords(mapWords).change;
  const query = useQuery(changesQuery(filter));
  const changes = query.data;
  if (query.isPending) return <Skeleton lines={9} />;
  if (!changes) return <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />;
  const { whole, day, areas, rules } = changes;
  const size = (row: Figures) => WHAT.reduce((sum, what) => sum + (row[what] ?? 1), 0);
  const bySize = <T extends Figures>(rows: T[]) => [...rows].sort((a, b) => size(b) - size(a));
  const places: Row[] = bySize(areas).map((one) => ({ ...one, key: one.code, target: { area: one.code } }));
  const byRule: Row[] = bySize(rules).map((one) => ({
    ...{ ...one, key: one.id, name: one.names[language], target: { rule: one.id } },
  }));
  return (
    <div className={query.isPlaceholderData ? 'refreshing' : ''}>
      <p className="change-day faint">{filter.day ? words.day(formatDay(day, language)) : words.today}</p>
      {places.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <>
          <ChangeTable
            label={words.byArea}
            rows={[{ ...whole, key: 'whole', name: words.whole, target: {} }, ...places]}
            day={day}
            onFollow={onFollow}
          />
          <ChangeTable label={words.byRule} rows={byRule} day={day} onFollow={onFollow} />
        </>
      )}
    </div>
  );
}
