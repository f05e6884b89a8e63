// What became of the visit that was just finished; it changes under the reader's eyes when the answer comes.

import { visitWords } from '../../features/visits/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Link, pathOf } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { fieldWords } from '../words.ts';

export function SentPage({ id }: { id: string }) {
  const words = useWords(fieldWords);
  const visit = useWords(visitWords);
  const { phone, status } = usePhone();
  const entry = phone.outbox.find((one) => one.id === id);
  const state = entry?.state ?? 'sent';
  const isOnItsWay = state === 'sending' || (state === 'waiting' && status.isRunning);
  return (
    <Frame
      title={words.homeOf(entry?.household ?? '')}
      footer={
        state === 'needs-you' ? (
          <Link className="button button-primary" to={pathOf('outbox', id)} replace>
            {words.look}
          </Link>
        ) : (
          <Link className="button button-primary" to={pathOf()} replace>
            {words.toList}
          </Link>
        )
      }
    >
      <div className="sent-page" role="status">
        <p className="sent-mark" aria-hidden="true">
          {state === 'sent' ? '✓' : state === 'needs-you' ? '!' : '○'}
        </p>
        <h2>
          {state === 'sent' && visit.sentNow}
          {state === 'needs-you' && words.needsYou}
          {isOnItsWay && words.sendingTitle}
          {state === 'waiting' && !isOnItsWay && words.waitingTitle}
        </h2>
        {state === 'sent' && <p>{entry?.answer?.task?.state === 'closed' ? words.sentAndDone : words.sent}</p>}
        {(state === 'waiting' || state === 'sending') && <p>{words.waitingHint}</p>}
      </div>
    </Frame>
  );
}
