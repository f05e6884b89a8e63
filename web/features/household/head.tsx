// The head of the page: who it is, how far their case is, with whom, what comes next and by when.
import type { ReactNode } from 'react';
import type { CaseTask, HouseholdView } from '../../../server/household/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { Chain } from '../../ui/chain.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { rulerOf } from '../../ui/ruler.ts';
import { DeadlineRuler } from '../../ui/ruler.tsx';
import { ui } from '../../ui/words.ts';
import { nextMoves } from './flow.ts';
import { householdWords } from './words.ts';

const ENDED = ['closed', 'cancelled'];

/** The task the page speaks of: the first that is open, else the newest. */
export function caseOf(tasks: readonly CaseTask[]): CaseTask | undefined {
  return tasks.find((task) => !ENDED.includes(task.state)) ?? tasks[0];
}

interface HeadProps {
  view: HouseholdView;
  now: Date;
  outcomes: Outcomes | undefined;
  isFlowOpen: boolean;
  onFlow: () => void;
  actions: ReactNode;
}

export function HouseholdHead({ view, now, outcomes, isFlowOpen, onFlow, actions }: HeadProps) {
  const common = useWords(ui);
  const words = useWords(householdWords);
  const living = view.members.filter((one) => one.leftOn === null && one.diedOn === null).length;
  const task = caseOf(view.tasks);
  return (
    <header className="household-head">
      <div className="household-who">
        {view.severity && <Beacon severity={view.severity} size={30} />}
        <div>
          <h1>
            {words.title(view.head ?? common.someone)}
            {view.number && <small>{`${words.number} ${view.number}`}</small>}
          </h1>
          <p>
            {[
              words.settlements[view.settlement] ?? view.settlement,
              common.people(living),
              view.address ? `${view.place} ${view.address}` : view.place,
            ].join(common.comma)}
          </p>
        </div>
      </div>
      <div className="household-case">
        {task ? (
          <Case
            others={view.tasks.filter((one) => !ENDED.includes(one.state)).length - 1}
            alerts={view.openAlerts}
            task={task}
            now={now}
            outcomes={outcomes}
            isFlowOpen={isFlowOpen}
            onFlow={onFlow}
          />
        ) : (
          <p>{words.noTask}</p>
        )}
      </div>
      <div className="household-actions no-print">{actions}</div>
    </header>
  );
}

function Case({
  task,
  alerts,
  others,
  now,
  outcomes,
  isFlowOpen,
  onFlow,
}: Pick<HeadProps, 'now' | 'outcomes' | 'isFlowOpen' | 'onFlow'> & {
  task: CaseTask;
  alerts: number;
  /** Open tasks besides this one. */
  others: number;
}) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(householdWords);
  const due = deadlineText(task, now, language);
  const ruler = rulerOf(task, now);
  const outcome = outcomes?.items.find((one) => one.code === task.outcomeCode)?.names[language];
  const [next] = nextMoves(task.state);
  const roles = next?.roles.map((role) => words.roles[role as keyof typeof words.roles] ?? role);
  return (
    <>
      <p className="case-line">
        <Chain state={task.state} />
        {ruler && <DeadlineRuler ruler={ruler} />}
        <b>{task.state === 'closed' && outcome ? words.closedAs(outcome) : common.taskStates[task.state]}</b>
        {task.assignee && !ENDED.includes(task.state) && <span>{words.with(task.assignee)}</span>}
        <button type="button" className="link-button no-print" aria-expanded={isFlowOpen} onClick={onFlow}>
          {words.flow}
        </button>
        <span className="faint">
          {[alerts > 0 ? words.openAlerts(alerts) : words.noAlerts, others > 0 ? words.otherTasks(others) : null]
            .filter(Boolean)
            .join(common.comma)}
        </span>
      </p>
      {next && roles && (
        <p className="case-line">
          <span>
            <span className="faint">{words.next} </span>
            {words.nextBy(words.moves[next.move], roles.join(words.or))}
          </span>
          {due && <span className={due.tone === 'plain' ? 'strong' : 'late'}>{due.text}</span>}
        </p>
      )}
    </>
  );
}
