// Entries of the log, a row each: a click on who or whom shows only theirs.
import type { AuditRow } from '../../../server/audit/model.ts';
import { useNow } from '../../api/now.ts';
import { actionText, subjectText } from '../../ui/action-words.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { detailsInWords } from './details.ts';
import { wallTime } from './time.ts';
import { auditWords } from './words.ts';

interface AuditTableProps {
  rows: readonly AuditRow[];
  onActor: (actor: string) => void;
  onSubject: (subject: string) => void;
}

export function AuditTable({ rows, onActor, onSubject }: AuditTableProps) {
  const { columns, list } = useWords(auditWords);
  return (
    <table className="list-table audit-table" aria-label={list}>
      <thead>
        <tr>
          <th scope="col">{columns.at}</th>
          <th scope="col">{columns.who}</th>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.subject}</th>
          <th scope="col">{columns.area}</th>
          <th scope="col">{columns.details}</th>
          <th scope="col">{columns.sealed}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Entry key={row.id} row={row} onActor={onActor} onSubject={onSubject} />
        ))}
      </tbody>
    </table>
  );
}

const SHOWN_ID = 8;

function Entry({ row, onActor, onSubject }: { row: AuditRow } & Omit<AuditTableProps, 'rows'>) {
  const { language } = useLanguage();
  const words = useWords(auditWords);
  const now = useNow();
  const { at, actor, actorName, action, subjectKind, subjectId, subjectName, areaCode, areaName, details, sequence } =
    row;
  const told = subjectName ?? (subjectId.length > 12 ? `${subjectId.slice(0, SHOWN_ID)}…` : subjectId);
  return (
    <tr>
      <td className="audit-time">
        {formatDay(at, language, now)}
        <span className="list-second">{wallTime(at)}</span>
      </td>
      <td>
        <button type="button" className="list-name" onClick={() => onActor(actor)}>
          {actorName ?? words.actors[actor] ?? actor}
        </button>
        {actorName && <span className="list-second">{actor}</span>}
      </td>
      <td>{actionText(action, language)}</td>
      <td>
        {subjectText(subjectKind, language)}{' '}
        <button
          type="button"
          className="link-button"
          title={subjectId}
          onClick={() => onSubject(`${subjectKind}:${subjectId}`)}
        >
          {told}
        </button>
      </td>
      <td>{areaName ?? areaCode ?? ''}</td>
      <td className="audit-details">{detailsInWords(details, language).join(language === 'zh' ? '；' : '; ')}</td>
      <td className="audit-seal">
        {sequence === null ? (
          <span className="faint">{words.unsealed}</span>
        ) : (
          <span className="faint" title={words.seal(sequence)}>
            {sequence}
          </span>
        )}
      </td>
    </tr>
  );
}
