// The households on a coordinator's phone in its own order, and beside them one as they see it. Nothing here can be done.
import { useMemo, useState } from 'react';
import type { FieldTask, ViewedAs } from '../../../server/field/model.ts';
import type { Shown } from '../../offline/holdings.ts';
import { homesOf, partsOf } from '../../offline/homes.ts';
import type { Group } from '../../offline/list.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { deadlineText } from '../../ui/deadline.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { phonesWords } from './words.ts';

const asShown = (task: FieldTask): Shown => ({
  ...{ task, state: task.state, isGone: false, draft: undefined, unsent: undefined },
});

export function SeenList({ seen }: { seen: ViewedAs }) {
  const { as } = useWords(phonesWords);
  const now = useMemo(() => new Date(seen.now), [seen.now]);
  const parts = useMemo(() => partsOf(homesOf(seen.tasks.map(asShown), now), null), [seen.tasks, now]);
  const [opened, setOpened] = useState<string | null>(null);
  const task = seen.tasks.find((one) => one.id === opened);
  return (
    <>
      <div className="list-main">
        {seen.tasks.length === 0 && (
          <Empty>
            <p>{as.empty}</p>
          </Empty>
        )}
        {parts.map(({ name, homes }) => {
          const group = name as Group; // without a place, nothing stands by distance
          return (
            <section key={group} aria-label={as.groups[group]}>
              <h2 className="list-sentence strong">{`${as.groups[group]} ${homes.length}`}</h2>
              <table className="list-table seen-table" aria-label={as.groups[group]}>
                <tbody>
                  {homes
                    .flatMap((home) => home.tasks)
                    .map((one) => (
                      <SeenRow
                        key={one.task.id}
                        shown={one}
                        now={now}
                        isOpen={one.task.id === opened}
                        onOpen={() => setOpened(one.task.id)}
                      />
                    ))}
                </tbody>
              </table>
            </section>
          );
        })}
      </div>
      <aside className="list-side" aria-label={as.what}>
        {task ? (
          <SeenHousehold task={task} words={seen.words} now={now} />
        ) : (
          <Empty>
            <p>{as.none}</p>
          </Empty>
        )}
      </aside>
    </>
  );
}

interface SeenRowProps {
  shown: Shown;
  now: Date;
  isOpen: boolean;
  onOpen: () => void;
}

function SeenRow({ shown, now, isOpen, onOpen }: SeenRowProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const { as } = useWords(phonesWords);
  const { task, state } = shown;
  const due = deadlineText({ ...task, state }, now, language);
  return (
    <tr className={isOpen ? 'is-link is-open' : 'is-link'} onClick={onOpen}>
      <td>
        <Beacon severity={task.severity} size={20} />{' '}
        <button type="button" className="list-name" aria-pressed={isOpen}>
          {as.homeOf(task.head ?? common.someone)}
        </button>
        <span className="list-second">{task.place}</span>
      </td>
      <td>{task.reasons.map((reason) => reason.names[language]).join(language === 'zh' ? '；' : '; ')}</td>
      <td className={due && due.tone !== 'plain' ? 'late' : ''}>{due ? due.text : common.taskStates[state]}</td>
    </tr>
  );
}

function SeenHousehold({ task, words, now }: { task: FieldTask; words: ViewedAs['words']; now: Date }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const { as } = useWords(phonesWords);
  const day = (when: string) => formatDay(when, language, now);
  return (
    <>
      <div className="panel-head">
        <h2>{as.homeOf(task.head ?? common.someone)}</h2>
      </div>
      <section className="panel-part">
        <h3>{as.why}</h3>
        {task.reasons.map((reason) => (
          <p key={reason.id}>
            <b>{reason.names[language]}</b>{' '}
            {reason.plain[language] !== reason.names[language] && reason.plain[language]}
            {reason.sources.map((source) => (
              <span key={`${source.title.en} ${source.receivedAt}`} className="list-second">
                {as.source(source.department[language], day(source.receivedAt))}
              </span>
            ))}
          </p>
        ))}
        {task.returnReason && <p className="strong">{task.returnReason}</p>}
        {task.notice && <p>{common.notices[task.notice] ?? task.notice}</p>}
      </section>
      <section className="panel-part">
        <h3>{as.family}</h3>
        <ul>
          {task.members.map((member, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two members may share name and relation; the list is never reordered
            <li key={index}>
              {member.name} <span className="faint">{member.relation}</span>{' '}
              {member.age !== null && as.years(member.age)}
            </li>
          ))}
        </ul>
      </section>
      <section className="panel-part">
        <h3>{as.contact}</h3>
        <p>{task.address ?? <span className="faint">{as.noAddress}</span>}</p>
        {task.members
          .filter((member) => member.phone)
          .map((member) => (
            <p key={`${member.name}${member.phone}`}>
              {member.name} {member.phone}
            </p>
          ))}
      </section>
      {task.visits.length > 0 && (
        <section className="panel-part">
          <h3>{as.earlier}</h3>
          {task.visits.map((visit) => (
            <p key={visit.id}>
              <b>
                {day(visit.visitedAt)} {visit.visitor}
              </b>{' '}
              {words.outcomes.find((one) => one.code === visit.outcomeCode)?.names[language]}
              <span className="list-second">{visit.note}</span>
            </p>
          ))}
        </section>
      )}
    </>
  );
}
