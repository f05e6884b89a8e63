// 待发送: what needs its holder first, then what is on its way, what waits, and what has arrived.
import { clashesOf, hasTwo } from '../../offline/clashes.ts';
import { type Entry, type EntryState, hasArrived, isFaulty, isVisit, nextBatch } from '../../offline/outbox.ts';
import { retryEntry, seeEntry } from '../../offline/phone.ts';
import { formatDayTime, formatTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { Link, pathOf } from '../address.tsx';
import { AttachmentLine } from '../attachment-line.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { useNow } from '../use-now.ts';
import { fieldWords } from '../words.ts';
import { kindOf, noticeOf } from './entry-notice.ts';
import { leadWords } from './lead-words.ts';
import { useCorrect } from './use-correct.ts';

const ORDER: readonly EntryState[] = ['needs-you', 'sending', 'waiting', 'sent'];

export function OutboxPage() {
  const { language } = useLanguage();
  const words = useWords(fieldWords);
  const now = useNow();
  const { phone, sync, status } = usePhone();
  const { syncedAt } = phone.profile;
  return (
    <Frame
      title={words.tabs.outbox}
      tab="outbox"
      end={formatTime(now)}
      footer={
        nextBatch(phone.outbox).length > 0 && (
          <button type="button" className="button button-primary" disabled={status.isRunning} onClick={sync}>
            {words.sendNow}
          </button>
        )
      }
    >
      {phone.outbox.length === 0 && (
        <Empty>
          <p className="strong">{words.outboxEmpty}</p>
          <p>{words.outboxEmptyHint}</p>
        </Empty>
      )}
      {ORDER.map((state) => {
        const entries = phone.outbox.filter((entry) => entry.state === state);
        if (entries.length === 0) return null;
        const shown = state === 'sent' ? [...entries].reverse() : entries;
        return (
          <section key={state} aria-label={words.outbox[state](entries.length)}>
            <h2 className="field-group">{words.outbox[state](entries.length)}</h2>
            <ul>
              {shown.map((entry) => (
                <EntryRow key={entry.id} entry={entry} />
              ))}
            </ul>
          </section>
        );
      })}
      <p className="field-hint">
        {syncedAt ? words.lastSync(formatDayTime(syncedAt, language, now)) : words.neverSynced}
      </p>
    </Frame>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const { language } = useLanguage();
  const words = useWords(fieldWords);
  const now = useNow();
  const { change, sync } = usePhone();
  const leads = useWords(leadWords);
  const correct = useCorrect();
  const notice = noticeOf(entry, words, leads, language);
  const isSeen = isVisit(entry);
  const isClashing = clashesOf(entry).length > 0;
  const again = async () => {
    await change((phone) => retryEntry(phone, entry.id));
    sync();
  };
  return (
    <li className={`outbox-entry is-${entry.state}`}>
      <p className="household-name">
        <b>{words.homeOf(entry.household)}</b>
        <span className={`entry-state is-${entry.state}`}>
          {entry.state === 'sent' && entry.sentAt
            ? words.arrivedAt(formatTime(new Date(entry.sentAt)))
            : words.states[entry.state]}
        </span>
      </p>
      <p className="faint">
        {kindOf(entry.kind, words, leads)}
        {words.comma}
        {words.madeAt(formatDayTime(entry.madeAt, language, now))}
      </p>
      <AttachmentLine visitId={entry.id} />
      {entry.state === 'needs-you' && notice && <p>{notice}</p>}
      {entry.state === 'needs-you' && (
        <div className="unsent-buttons">
          {isSeen && (
            <Link className="button field-button" to={pathOf('outbox', entry.id)}>
              {hasTwo(entry) ? words.both : words.look}
            </Link>
          )}
          {isClashing ? (
            <Link className="button button-primary field-button" to={pathOf('clash', entry.id)}>
              {leads.choose}
            </Link>
          ) : hasArrived(entry) || !isSeen ? (
            <button
              type="button"
              className="button button-primary field-button"
              onClick={() => void change((phone) => seeEntry(phone, entry.id))}
            >
              {words.understood}
            </button>
          ) : isFaulty(entry) ? (
            <button
              type="button"
              className="button button-primary field-button"
              onClick={() => void correct(entry, notice)}
            >
              {words.correct}
            </button>
          ) : (
            <button type="button" className="button button-primary field-button" onClick={() => void again()}>
              {words.again}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
