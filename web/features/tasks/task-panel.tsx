// The right panel: who it is, each reason with its why, the members, what visits found, and what can be done now.
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { clashWords } from './clash-words.ts';
import { deskWords } from './desk-words.ts';
import { Holds } from './holds.tsx';
import { Members } from './members.tsx';
import { Visits } from './visits.tsx';
import { taskWords } from './words.ts';
import './panel.css';

interface TaskPanelProps {
  detail: TaskDetail;
  now: Date;
  outcomes: Outcomes | undefined;
  /** The why of one alert; composed by the page, since alerts are another feature. */
  renderWhy: (alertId: string) => ReactNode;
  /** Who was told of it; composed by the page, since messages are another feature. */
  told?: ReactNode;
  actions: ReactNode;
  /** What people told of it; composed by the page, since leads are another feature. */
  leads: ReactNode;
  onClose: () => void;
}

function PanelHead({ detail, now, told, onClose }: Pick<TaskPanelProps, 'detail' | 'now' | 'told' | 'onClose'>) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(taskWords);
  const { blocks } = useWords(deskWords);
  const { task } = detail;
  const due = deadlineText(task, now, language);
  return (
    <header className="panel-head">
      <div className="panel-title">
        <Beacon severity={task.severity} size={24} />
        <h2 tabIndex={-1} id="panel-title">
          {words.householdOf(task.household?.head ?? common.someone)}
        </h2>
        <span>{task.household && common.people(task.household.members)}</span>
        <span className="panel-place">{task.place}</span>
        <button type="button" className="button panel-close" onClick={onClose} aria-label={common.close}>
          ✕
        </button>
      </div>
      <p className="panel-sub">
        <span>
          {common.taskStates[task.state]}
          {task.assignee && common.comma + task.assignee.name}
          {task.kind !== 'help' && common.comma + common.taskKinds[task.kind]}
          {task.household?.id && (
            <Link className="panel-house" to={`/households/${task.household.id}`}>
              {words.openHousehold} <span className="key">H</span>
            </Link>
          )}
        </span>
        {due && <span className={due.tone === 'plain' ? 'strong' : 'late'}>{due.text}</span>}
      </p>
      {told}
      {detail.returnReason && <p className="panel-note">{words.returned(detail.returnReason)}</p>}
      {task.escalationLevel && (
        <p className="panel-note">
          {task.acknowledgedAt
            ? words.noted(words.levels[task.escalationLevel])
            : words.told(words.levels[task.escalationLevel])}
        </p>
      )}
      {detail.extensionReason && <p className="panel-note">{words.extendedBecause(detail.extensionReason)}</p>}
      {detail.alike > 0 && (
        <p className="panel-note late">
          {words.alike(detail.alike)} <Link to="/alike">{words.seeAlike}</Link>
        </p>
      )}
      {task.blocked && <p className="panel-note strong">{blocks[task.blocked]}</p>}
      {task.notice && <p className="panel-note">{common.notices[task.notice] ?? task.notice}</p>}
    </header>
  );
}

export function TaskPanel({ detail, now, outcomes, renderWhy, told, actions, leads, onClose }: TaskPanelProps) {
  const { language } = useLanguage();
  const words = useWords(taskWords);
  const clashing = useWords(clashWords);
  const hasVisitToJudge = detail.task.state === 'submitted' && detail.visits.length > 0;
  const [tab, setTab] = useState(hasVisitToJudge ? 'visits' : (detail.alerts[0]?.id ?? 'members'));
  const alert = detail.alerts.find((one) => one.id === tab);
  const tabs = [
    ...detail.alerts.map((one) => ({
      key: one.id,
      name: (
        <>
          <Beacon severity={one.severity} size={16} /> {one.rule[language]}
        </>
      ),
    })),
    ...(detail.leads.length > 0 ? [{ key: 'leads', name: clashing.leads }] : []),
    { key: 'members', name: words.members },
    {
      key: 'visits',
      name: (
        <>
          {words.visits} <span className="faint">{detail.visits.length}</span>
        </>
      ),
    },
  ];
  return (
    <>
      <PanelHead detail={detail} now={now} told={told} onClose={onClose} />
      <div className="panel-tabs" role="tablist">
        {tabs.map((one) => (
          <button
            key={one.key}
            type="button"
            role="tab"
            aria-selected={one.key === tab}
            onClick={() => setTab(one.key)}
          >
            {one.name}
          </button>
        ))}
      </div>
      <div className="panel-body" role="tabpanel">
        {alert && renderWhy(alert.id)}
        {tab === 'members' && <Members members={detail.members} address={detail.address} />}
        {tab === 'leads' && leads}
        {tab === 'visits' && <Holds detail={detail} outcomes={outcomes} now={now} />}
        {tab === 'visits' && <Visits detail={detail} outcomes={outcomes} now={now} />}
      </div>
      {actions}
    </>
  );
}
