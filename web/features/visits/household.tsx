// Why go there, who lives there, how to reach them, who was there before. No diagnosis, no ID numbers.
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { visitWords } from './words.ts';

interface HouseholdProps {
  detail: TaskDetail;
  outcomes: Outcomes | undefined;
  now: Date;
}

export function Household({ detail, outcomes, now }: HouseholdProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(visitWords);
  const { task, members } = detail;
  const due = deadlineText(task, now, language);
  const living = members.filter((member) => member.isLiving);
  return (
    <>
      <section className="field-section household-due">
        <Beacon severity={task.severity} size={28} />
        <p className={due && due.tone !== 'plain' ? 'late' : 'strong'}>
          {common.severities[task.severity]}
          {common.comma}
          {due ? due.text : common.taskStates[task.state]}
        </p>
      </section>
      <section className="field-section">
        <h2>{words.why}</h2>
        {detail.alerts.map((alert) => (
          <div key={alert.id} className="plain-reason">
            <p>
              <b>
                {alert.rule[language]}
                {common.stop}
              </b>
              {alert.plain[language]}
            </p>
            <p className="faint small">{words.source(formatDay(alert.raisedAt, language, now))}</p>
          </div>
        ))}
        {detail.returnReason && <p className="plain-reason strong">{detail.returnReason}</p>}
        {task.notice && <p className="plain-reason">{common.notices[task.notice] ?? task.notice}</p>}
        {task.kind !== 'help' && <p className="plain-reason">{common.taskKinds[task.kind]}</p>}
      </section>
      <section className="field-section">
        <h2>{words.family(living.length)}</h2>
        <ul className="family">
          {living.map((member, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two members may share name and relation; the list is never reordered
            <li key={index}>
              {member.name} {member.age}
              {member.relation && common.comma + member.relation}
            </li>
          ))}
        </ul>
      </section>
      <section className="field-section">
        <h2>{words.contact}</h2>
        <p>{detail.address ?? <span className="faint">{words.noAddress}</span>}</p>
        {members.some((member) => member.phone) ? (
          members
            .filter((member) => member.phone)
            .map((member) => (
              <a key={`${member.name}${member.phone}`} className="phone-link" href={`tel:${member.phone}`}>
                {member.name}　{member.phone}
              </a>
            ))
        ) : (
          <p className="faint">{words.noPhone}</p>
        )}
      </section>
      {detail.visits.length > 0 && (
        <section className="field-section">
          <h2>{words.earlier}</h2>
          {detail.visits.map((visit) => (
            <div key={visit.id} className="plain-reason">
              <p>
                <b>
                  {formatDay(visit.visitedAt, language, now)}
                  {common.comma}
                  {visit.visitor}
                  {common.stop}
                </b>
                {outcomes?.items.find((one) => one.code === visit.outcomeCode)?.names[language]}
              </p>
              <p>{visit.note}</p>
            </div>
          ))}
        </section>
      )}
      <p className="field-hint">{words.sayAtDoor}</p>
    </>
  );
}
