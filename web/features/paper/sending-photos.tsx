// The visit is entered; its photos are on their way, or stuck, and then can be sent on.
import { ActButton } from '../../ui/act-button.tsx';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { paperWords } from './words.ts';

interface SendingPhotosProps {
  sent: number;
  all: number;
  error: unknown;
  onAgain: () => void;
  onLeave: () => void;
}

export function SendingPhotos({ sent, all, error, onAgain, onLeave }: SendingPhotosProps) {
  const { photo: words } = useWords(paperWords);
  const problemText = useProblemText();
  if (!error)
    return (
      <section className="entry" role="status">
        <p className="strong">{words.sending(sent, all)}</p>
        <progress max={all} value={sent} aria-hidden="true" />
      </section>
    );
  return (
    <section className="entry" role="alert">
      <p className="strong">{words.failed(all - sent)}</p>
      <p>{problemText(error)}</p>
      <div className="entry-end">
        <button type="button" className="button" onClick={onLeave}>
          {words.leave}
        </button>
        <ActButton className="button button-primary" onClick={onAgain}>
          {words.again}
        </ActButton>
      </div>
    </section>
  );
}
