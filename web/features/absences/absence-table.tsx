// The month's absences as a table: days, who stands in, the tasks that are touched, and ending one early.
import { Link } from 'react-router';
import type { AbsenceRow, TeamMember } from '../../../server/flow/tasks/desk/model.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { absenceOn } from './month.ts';
import { absenceWords } from './words.ts';

interface AbsenceTableProps {
  rows: readonly AbsenceRow[];
  all: readonly AbsenceRow[];
  team: ReadonlyMap<string, TeamMember>;
  today: string;
  onEnd: (row: AbsenceRow) => void;
}

export function AbsenceTable({ rows, all, team, today, onEnd }: AbsenceTableProps) {
  const { language } = useLanguage();
  const words = useWords(absenceWords);
  const { columns } = words;
  return (
    <table className="plain-table absence-table">
      <TableHead
        heads={[columns.who, columns.days, columns.cover, columns.reason, columns.touched]}
        acts={columns.acts}
      />
      <tbody>
        {rows.map((row) => {
          const member = team.get(row.user.id);
          const isCoverAway = row.cover !== null && absenceOn(all, row.cover.id, row.fromOn) !== undefined;
          return (
            <tr key={row.id}>
              <td>
                <b>{row.user.name}</b>
                <span className="second">{member?.township}</span>
              </td>
              <td>{words.days(formatDay(row.fromOn, language), formatDay(row.untilOn, language))}</td>
              <td>
                {row.cover?.name ?? <span className="late">{words.noCover}</span>}
                {isCoverAway && <span className="second late">{words.coverAway}</span>}
              </td>
              <td>{row.reason}</td>
              <td>
                {member && member.inHand > 0 ? (
                  <>
                    <Link to={`/desk?view=out&assignee=${row.user.id}`}>{words.touched(member.inHand)}</Link>
                    <span className="second">{words.touchedNote(member.accepted)}</span>
                  </>
                ) : (
                  <span className="faint">{words.none}</span>
                )}
              </td>
              <td className="acts no-print">
                {row.untilOn >= today && (
                  <button type="button" className="button" onClick={() => onEnd(row)}>
                    {words.end}
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
