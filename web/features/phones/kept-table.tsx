// Visits that came when their task had gone on without them: each leads to its task, where what was written can be read.
import { Link } from 'react-router';
import type { KeptRow } from '../../../server/phones/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { phonesWords } from './words.ts';

export function KeptTable({ rows }: { rows: readonly KeptRow[] }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const { kept, views } = useWords(phonesWords);
  const now = useNow();
  const { columns } = kept;
  return (
    <>
      <p className="list-sentence">{kept.hint}</p>
      <table className="list-table" aria-label={views.kept}>
        <thead>
          <tr>
            {[columns.when, columns.who, columns.place, columns.because, columns.task, ''].map((name) => (
              <th key={name} scope="col">
                {name || <span className="visually-hidden">{kept.open}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{formatDayTime(row.receivedAt, language, now)}</td>
              <td>{row.user.name}</td>
              <td>{row.place}</td>
              <td>{kept.because[row.because] ?? row.because}</td>
              <td>{row.taskState ? common.taskStates[row.taskState] : '—'}</td>
              <td>
                <Link className="quiet-link" to={`/desk?task=${row.taskId}`}>
                  {kept.open}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
