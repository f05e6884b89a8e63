// Sweeps and surveys as a table: those that run first; ended ones in grey.
import type { CampaignRow } from '../../../server/flow/tasks/campaigns/model.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { campaignWords } from './words.ts';

interface CampaignTableProps {
  rows: readonly CampaignRow[];
  mayEnd: boolean;
  onLook: (row: CampaignRow) => void;
  onEnd: (row: CampaignRow) => void;
}

export function CampaignTable({ rows, mayEnd, onLook, onEnd }: CampaignTableProps) {
  const { language } = useLanguage();
  const words = useWords(campaignWords);
  const { columns } = words;
  return (
    <table className="plain-table">
      <caption className="visually-hidden">{words.what}</caption>
      <TableHead
        heads={[columns.name, columns.where, columns.who, columns.progress, columns.due, columns.by]}
        acts={columns.acts}
      />
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className={row.endedAt ? 'is-over' : ''}>
            <td>
              <b>{row.name}</b>
              <span className="second">{words.kinds[row.kind]}</span>
            </td>
            <td>{row.place}</td>
            <td>{words.picked(row.picked, row.population)}</td>
            <td>
              {words.progress(row.tasks.closed, row.tasks.open)}
              <span className="second">{words.cancelled(row.tasks.cancelled)}</span>
            </td>
            <td>
              {row.endedAt ? words.ended(formatDay(row.endedAt, language)) : words.due(formatDay(row.dueAt, language))}
            </td>
            <td>{row.madeBy ?? words.system}</td>
            <td className="acts no-print">
              <button type="button" className="button" onClick={() => onLook(row)}>
                {words.more}
              </button>
              {mayEnd && !row.endedAt && (
                <button type="button" className="button" onClick={() => onEnd(row)}>
                  {words.end}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
