// One group of alike visits: how alike they are, what they share, and each visit with what can be done about it.
import { Link } from 'react-router';
import type { AlikeVisit, AlikeGroup as Group } from '../../../server/flow/tasks/alike/model.ts';
import { useNow } from '../../api/now.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { ui } from '../../ui/words.ts';
import { alikeWords } from './words.ts';

interface AlikeGroupProps {
  group: Group;
  outcomes: Outcomes['items'];
  /** Left out for who may not ask for a second look. */
  onAsk: ((taskId: string) => void) | undefined;
  isAsking: boolean;
  mayLook: boolean;
}

export function AlikeGroup({ group, outcomes, onAsk, isAsking, mayLook }: AlikeGroupProps) {
  const words = useWords(alikeWords);
  const { columns } = words;
  const { visits, count } = group;
  return (
    <div className="alike-group">
      <h3>{words.how[group.kind](count, group.answers ?? 0)}</h3>
      {group.note && <blockquote>{group.note}</blockquote>}
      {group.kind === 'photo' && mayLook && <Photos visits={visits} />}
      <table className="plain-table">
        <caption className="visually-hidden">{words.kinds[group.kind]}</caption>
        <TableHead
          heads={[columns.home, columns.visitor, columns.when, columns.outcome, columns.state]}
          acts={words.open}
        />
        <tbody>
          {visits.map((visit) => (
            <Row key={visit.id} visit={visit} outcomes={outcomes} onAsk={onAsk} isAsking={isAsking} />
          ))}
        </tbody>
      </table>
      {visits.length < count && <p className="faint">{words.newest(visits.length)}</p>}
    </div>
  );
}

function Row({ visit, outcomes, onAsk, isAsking }: { visit: AlikeVisit } & Omit<AlikeGroupProps, 'group' | 'mayLook'>) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(alikeWords);
  const now = useNow();
  const head = visit.head ?? common.someone;
  const isClosed = visit.state === 'closed' && visit.kind !== 'second-look';
  return (
    <tr>
      <td>
        {visit.household ? <Link to={`/households/${visit.household}`}>{head}</Link> : head}
        <span className="second">{visit.place}</span>
      </td>
      <td>
        {visit.visitor}
        <span className="second">{visit.township}</span>
      </td>
      <td>{formatDayTime(visit.visitedAt, language, now)}</td>
      <td>{outcomes.find((one) => one.code === visit.outcomeCode)?.names[language] ?? visit.outcomeCode}</td>
      <td>
        {visit.state && common.taskStates[visit.state]}
        {visit.look && <span className="second">{words.look(common.taskStates[visit.look])}</span>}
      </td>
      <td className="acts no-print">
        {onAsk && isClosed && visit.household && visit.look === null && (
          <ActButton className="button" disabled={isAsking} onClick={() => onAsk(visit.taskId)}>
            {words.ask}
          </ActButton>
        )}
        <Link className="button" to={`/desk?view=all&task=${visit.taskId}`}>
          {words.open}
        </Link>
      </td>
    </tr>
  );
}

/** The first two say it: the rest is the same picture again. */
function Photos({ visits }: { visits: readonly AlikeVisit[] }) {
  const common = useWords(ui);
  const words = useWords(alikeWords);
  return (
    <div className="alike-photos">
      {visits.slice(0, 2).map(({ id, photoId, head }) => (
        <img
          key={id}
          src={`/api/visits/${id}/attachments/${photoId}`}
          alt={words.photo(head ?? common.someone)}
          loading="lazy"
        />
      ))}
    </div>
  );
}
