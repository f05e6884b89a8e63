// One household on the list: who, how far, and for each thing to be done there why and by when.
import { distanceTo, type Position, roundMetres } from '../../offline/distance.ts';
import type { Shown } from '../../offline/holdings.ts';
import type { Home } from '../../offline/homes.ts';
import { isToVisit } from '../../offline/list.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { rulerOf } from '../../ui/ruler.ts';
import { DeadlineRuler } from '../../ui/ruler.tsx';
import { ui } from '../../ui/words.ts';
import { Link, pathOf } from '../address.tsx';
import { fieldWords } from '../words.ts';
import { distanceText, listWords } from './list-words.ts';
import { RoutineLine } from './routine-part.tsx';

interface CardProps {
  home: Home;
  now: Date;
  /** Where the phone is, when it was asked. */
  from: Position | null;
}

export function HouseholdCard({ home, now, from }: CardProps) {
  const [first, ...rest] = home.tasks;
  const isRed = home.tasks.some((shown) => shown.task.severity === 'red' && isToVisit(shown));
  const className = `household-card${isRed ? ' is-red' : ''}`;
  const name = <Name home={home} from={from} />;
  if (rest.length === 0)
    return (
      <li className="household-item">
        <Link className={className} to={pathOf('h', first.task.id)}>
          {name}
          <Errand shown={first} now={now} />
        </Link>
      </li>
    );
  return (
    <li className="household-item">
      <div className={`${className} has-errands`}>
        {name}
        {home.tasks.map((shown) => (
          <Link key={shown.task.id} className="household-errand" to={pathOf('h', shown.task.id)}>
            <Beacon severity={shown.task.severity} size={22} />
            <span>
              <Errand shown={shown} now={now} />
            </span>
          </Link>
        ))}
      </div>
    </li>
  );
}

function Name({ home, from }: Pick<CardProps, 'home' | 'from'>) {
  const common = useWords(ui);
  const words = useWords(fieldWords);
  const list = useWords(listWords);
  const { task } = home.tasks[0];
  const metres = distanceTo(home, from);
  const count = home.tasks.length;
  return (
    <>
      <span className="household-name">
        {count === 1 && <Beacon severity={task.severity} size={26} />}
        <b>{words.homeOf(task.head ?? common.someone)}</b>
        <span className="household-count">
          {count > 1
            ? list.tasks(count)
            : task.householdKey !== null && task.members.length > 0 && words.people(task.members.length)}
        </span>
      </span>
      <span className="household-line faint">
        {task.place}{' '}
        {metres !== null && <b className="household-away">{list.away(distanceText(roundMetres(metres), list))}</b>}
      </span>
    </>
  );
}

/** Why and by when, and how far it is written. */
function Errand({ shown, now }: { shown: Shown; now: Date }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(fieldWords);
  const { task, draft, unsent } = shown;
  const standing = { ...task, state: shown.state };
  const due = deadlineText(standing, now, language);
  const ruler = rulerOf(standing, now);
  const isUrgent = due !== null && due.tone !== 'plain';
  return (
    <>
      {task.routine ? (
        <RoutineLine routine={task.routine} now={now} />
      ) : (
        <span className="household-line">
          {task.reasons.map((reason) => reason.names[language]).join(words.semicolon) || common.taskKinds[task.kind]}
        </span>
      )}
      {isToVisit(shown) && due && (
        <span className={`household-line household-due-line${isUrgent ? ' late' : ''}`}>
          <b>{due.text}</b>
          {ruler && <DeadlineRuler ruler={ruler} />}
        </span>
      )}
      {draft && <span className="household-line draft-line">{words.started}</span>}
      {unsent && <span className="household-line draft-line">{words.unsent}</span>}
    </>
  );
}
