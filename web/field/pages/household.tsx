// Why go there, who lives there, how to reach them, who was there before. No diagnosis, no ID numbers.

import type { FieldTask, FieldWords } from '../../../server/field/model.ts';
import type { Shown } from '../../offline/holdings.ts';
import { isToVisit } from '../../offline/list.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { fieldWords } from '../words.ts';
import { RoutinePart } from './routine-part.tsx';
import { routineWords } from './routine-words.ts';

interface HouseholdProps {
  shown: Shown;
  outcomes: FieldWords['outcomes'];
  now: Date;
}

export function Household({ shown, outcomes, now }: HouseholdProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(fieldWords);
  const routine = useWords(routineWords);
  const { task } = shown;
  const outcomeOf = (code: string) => outcomes.find((one) => one.code === code)?.names[language];
  // Once somebody was there, what is due is the township's.
  const due = isToVisit(shown) ? deadlineText({ ...task, state: shown.state }, now, language) : null;
  const phones = task.members.filter((member) => member.phone);
  return (
    <>
      <section className="field-section household-due">
        <Beacon severity={task.severity} size={28} />
        <p className={due && due.tone !== 'plain' ? 'late' : 'strong'}>
          {common.severities[task.severity]}
          {!shown.isGone && words.comma + (due ? due.text : common.taskStates[shown.state])}
        </p>
      </section>
      {task.routine && <RoutinePart routine={task.routine} now={now} />}
      <section className="field-section" hidden={task.routine != null && !task.returnReason && !task.notice}>
        <h2>{words.why}</h2>
        {task.reasons.map((reason) => (
          <Reason key={reason.id} reason={reason} now={now} />
        ))}
        {task.returnReason && <p className="plain-reason strong">{task.returnReason}</p>}
        {task.notice && <p className="plain-reason">{common.notices[task.notice] ?? task.notice}</p>}
        {task.kind !== 'help' && <p className="plain-reason">{common.taskKinds[task.kind]}</p>}
      </section>
      <section className="field-section">
        <h2>{task.householdKey ? words.family(task.members.length) : words.head}</h2>
        <ul className="family">
          {task.members.map((member, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two members may share name and relation; the list is never reordered
            <li key={index}>
              {member.name} {member.age}
              {member.relation && words.comma + member.relation}
            </li>
          ))}
        </ul>
      </section>
      <section className="field-section">
        <h2>{words.contact}</h2>
        <p>{task.address ?? <span className="faint">{words.noAddress}</span>}</p>
        {phones.length === 0 && <p className="faint">{words.noPhone}</p>}
        {phones.map((member) => (
          <a key={`${member.name}${member.phone}`} className="phone-link" href={`tel:${member.phone}`}>
            {member.name}
            {words.gap}
            {member.phone}
          </a>
        ))}
      </section>
      <Measures reasons={task.reasons} title={task.asKind === 'exit' ? words.exitMeasures : words.measures} />
      {task.visits.length > 0 && (
        <section className="field-section">
          <h2>{words.earlier}</h2>
          {task.visits.map((visit) => (
            <div key={visit.id} className="plain-reason">
              <p>
                <b>
                  {words.earlierBy(formatDay(visit.visitedAt, language, now), visit.isMine ? words.you : visit.visitor)}
                </b>
                {outcomeOf(visit.outcomeCode)}
              </p>
              {visit.others?.map(({ outcomeCode, by }) => (
                <p key={by + outcomeCode} className="faint">
                  {words.otherwise(by, outcomeOf(outcomeCode) ?? outcomeCode)}
                </p>
              ))}
              <p>{visit.note}</p>
              {visit.assistanceNote && <p>{visit.assistanceNote}</p>}
            </div>
          ))}
        </section>
      )}
      <p className="field-hint">{task.routine ? routine.sayAtDoor : words.sayAtDoor}</p>
    </>
  );
}

function Reason({ reason, now }: { reason: FieldTask['reasons'][number]; now: Date }) {
  const { language } = useLanguage();
  const words = useWords(fieldWords);
  const day = (when: string) => formatDay(when, language, now);
  const isPlain = reason.plain[language] !== reason.names[language];
  return (
    <div className="plain-reason">
      <p>
        <b>
          {reason.names[language]}
          {words.stop}
        </b>
        {isPlain && reason.plain[language]}
      </p>
      {reason.sources.map((source) => (
        <p key={`${source.title.en}${source.department.en}`} className="faint small">
          {words.source(source.department[language], day(source.receivedAt))}
        </p>
      ))}
      {reason.sources.length === 0 && <p className="faint small">{words.ownSource(day(reason.raisedAt))}</p>}
    </div>
  );
}

function Measures({ reasons, title }: { reasons: FieldTask['reasons']; title: string }) {
  const { language } = useLanguage();
  const words = useWords(fieldWords);
  const measures = [...new Set(reasons.flatMap((reason) => reason.measures.map((one) => one[language])))];
  if (measures.length === 0) return null;
  return (
    <section className="field-section">
      <h2>{title}</h2>
      <p>{measures.join(words.listComma)}</p>
    </section>
  );
}
