// One entry whole: what was written here, and beside it how the server stands. Both are kept.
import { visitWords } from '../../features/visits/words.ts';
import { clashesOf, hasTwo } from '../../offline/clashes.ts';
import { draftOf } from '../../offline/draft.ts';
import { type Entry, hasArrived, isVisit } from '../../offline/outbox.ts';
import { seeEntry } from '../../offline/phone.ts';
import { AnswerList } from '../../ui/answer-list.tsx';
import { formatDay, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { goTo, Link, pathOf } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { useNow } from '../use-now.ts';
import { fieldWords } from '../words.ts';
import { inWords } from './clash-value.ts';
import { clashWords } from './clash-words.ts';
import { kindOf, noticeOf } from './entry-notice.ts';
import { LeadRows } from './lead-rows.tsx';
import { leadWords } from './lead-words.ts';
import { useCorrect } from './use-correct.ts';

export function EntryPage({ id }: { id: string }) {
  const { language } = useLanguage();
  const words = useWords(fieldWords);
  const leads = useWords(leadWords);
  const { phone, change } = usePhone();
  const correct = useCorrect();
  const entry = phone.outbox.find((one) => one.id === id);
  if (!entry)
    return (
      <Frame title={words.entry} backTo={pathOf('outbox')}>
        <Empty>{words.outboxEmpty}</Empty>
      </Frame>
    );
  const notice = noticeOf(entry, words, leads, language);
  const isClashing = clashesOf(entry).length > 0;
  const see = async () => {
    await change((before) => seeEntry(before, id));
    goTo(pathOf('outbox'), { replace: true });
  };
  return (
    <Frame
      title={words.homeOf(entry.household)}
      backTo={pathOf('outbox')}
      end={words.states[entry.state]}
      footer={
        entry.state === 'needs-you' &&
        (isClashing ? (
          <Link className="button button-primary" to={pathOf('clash', id)}>
            {leads.choose}
          </Link>
        ) : hasArrived(entry) || !isVisit(entry) ? (
          <button type="button" className="button button-primary" onClick={() => void see()}>
            {words.understood}
          </button>
        ) : (
          <button
            type="button"
            className="button button-primary"
            onClick={() => void correct(entry, notice, { replace: true })}
          >
            {words.correct}
          </button>
        ))
      }
    >
      {notice && <p className="field-section entry-notice">{notice}</p>}
      <section className="field-section">
        <h2>{words.theirs}</h2>
        <Standing answer={entry.answer} />
        {hasTwo(entry) && <Theirs entry={entry} />}
      </section>
      <section className="field-section">
        <h2>{words.yours}</h2>
        {isVisit(entry) ? <Written entry={entry} /> : <p>{kindOf(entry.kind, words, leads)}</p>}
      </section>
      <p className="field-hint">
        <Link className="quiet-link" to={pathOf('h', entry.taskId)}>
          {words.detail}
        </Link>
      </p>
    </Frame>
  );
}

function Standing({ answer }: Pick<Entry, 'answer'>) {
  const words = useWords(fieldWords);
  const common = useWords(ui);
  if (!answer?.task) return <p>{words.nowUnknown}</p>;
  const { state, assignee, isMine } = answer.task;
  return <p>{words.nowIs(common.taskStates[state], isMine ? words.you : (assignee ?? ''))}</p>;
}

/** The second version: where the two differ what the other says, and the visit that answered the task where the phone has it. */
function Theirs({ entry }: { entry: Entry }) {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  const field = useWords(fieldWords);
  const { theirs } = useWords(clashWords);
  const now = useNow();
  const { phone, shown } = usePhone();
  const here = shown.find(({ task }) => task.id === entry.taskId)?.task.visits ?? [];
  const other = here.find((visit) => visit.taskId === entry.taskId && visit.id !== entry.id);
  const outcome = phone.words.outcomes.find((one) => one.code === other?.outcomeCode)?.names[language];
  return (
    <>
      {entry.answer?.clashes?.map((clash) => (
        <p key={clash.field} className="plain-reason">
          {clash.label[language]}
          {field.gap}
          <b>{inWords({ entry, field: clash.field, value: clash.theirs }, phone.words, language)}</b>
          <br />
          <span className="faint small">
            {theirs(clash.theirsSource[language], formatDay(clash.theirsAt, language, now))}
          </span>
        </p>
      ))}
      {other && (
        <p className="plain-reason">
          <b>{field.earlierBy(formatDay(other.visitedAt, language, now), other.isMine ? field.you : other.visitor)}</b>
          {outcome}
          <br />
          {words.rows.note}
          {field.gap}
          {other.note}
        </p>
      )}
    </>
  );
}

function Written({ entry }: { entry: Entry }) {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  const now = useNow();
  const { phone } = usePhone();
  const draft = draftOf(entry, '', now);
  const { outcomes, causes } = phone.words;
  const rows: [string, string][] = [
    [words.rows.outcome, outcomes.find((one) => one.code === draft.outcomeCode)?.names[language] ?? ''],
    [words.rows.cause, causes.find((one) => one.code === draft.cause)?.names[language] ?? ''],
    [words.rows.note, draft.note],
    [words.rows.help, draft.assistanceNote],
    [
      words.rows.place,
      draft.place ? words.located(Math.round(draft.place.accuracyMetres)) : (draft.noPlaceReason ?? ''),
    ],
    [words.rows.time, formatDayTime(draft.visitedAt, language, now)],
  ];
  return (
    <>
      <dl className="check-list">
        <LeadRows entry={entry} />
        {rows.map(
          ([label, text]) =>
            text && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      <AnswerList answers={draft.answers} forms={phone.words.forms} />
    </>
  );
}
