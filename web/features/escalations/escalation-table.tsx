// Late work as a table: who, why, how late, who was told, who has it, who has taken note.
import { Link } from 'react-router';
import type { EscalationRow } from '../../../server/flow/tasks/desk/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { dutyOf } from '../../ui/due.ts';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { ui } from '../../ui/words.ts';
import { escalationWords } from './words.ts';

interface EscalationTableProps {
  rows: readonly EscalationRow[];
  now: Date;
  onAsk: (act: 'acknowledge' | 'extend', row: EscalationRow) => void;
}

export function EscalationTable({ rows, now, onAsk }: EscalationTableProps) {
  const { columns, what } = useWords(escalationWords);
  return (
    <table className="plain-table escalations">
      <caption className="visually-hidden">{what}</caption>
      <TableHead
        heads={[columns.who, columns.why, columns.late, columns.told, columns.holder, columns.note]}
        acts={columns.acts}
      />
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} now={now} onAsk={onAsk} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, now, onAsk }: { row: EscalationRow } & Pick<EscalationTableProps, 'now' | 'onAsk'>) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(escalationWords);
  const late = deadlineText(row, now, language);
  const level = row.escalationLevel;
  return (
    <tr>
      <td>
        <span className="who-cell">
          <Beacon severity={row.severity} size={20} />
          <span>
            <b>{row.household?.head ?? common.someone}</b>
            <span className="second">{row.place}</span>
          </span>
        </span>
      </td>
      <td>
        {row.reasons.map((reason) => reason.names[language]).join(language === 'zh' ? '、' : ', ')}
        {row.kind !== 'help' && <span className="second">{common.taskKinds[row.kind]}</span>}
      </td>
      <td>
        <span className="late">{late && words.late(late.text)}</span>
        <span className="second">
          {words.due(formatDayTime(row.dueAt, language, now), words.duties[dutyOf(row.state) ?? 'dispatch'])}
        </span>
      </td>
      <td>
        {level && words.levels[level]}
        <span className="second">{words.toldAt(formatDay(row.toldAt, language, now))}</span>
      </td>
      <td>
        {row.assignee?.name ?? <span className="faint">{words.nobody}</span>}
        <span className="second">{common.taskStates[row.state]}</span>
      </td>
      <td className="note-cell">
        {row.acknowledgedBy === null ? (
          <span className="strong">{words.notNoted}</span>
        ) : (
          <>
            {words.notedBy(row.acknowledgedBy || words.somebody)}
            <span className="second">{row.acknowledgedNote}</span>
          </>
        )}
      </td>
      <td className="acts no-print">
        {row.mayAcknowledge && (
          <button type="button" className="button" onClick={() => onAsk('acknowledge', row)}>
            {words.acknowledge}
          </button>
        )}
        {row.mayExtend && (
          <button type="button" className="button" onClick={() => onAsk('extend', row)}>
            {words.extend}
          </button>
        )}
        <Link className="button" to={`/desk?view=open&task=${row.id}`}>
          {words.open}
        </Link>
      </td>
    </tr>
  );
}
