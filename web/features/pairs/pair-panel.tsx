// One pair: the question, both sides, what each decision would change, and the decision with its reason.
import { useRef, useState } from 'react';
import type { PairDetail, PairState, PairVerb } from '../../../server/flow/match/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useKeys } from '../../ui/keys.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { Effects } from './effects.tsx';
import type { Keeps, PairAct } from './queries.ts';
import { SideColumn } from './side-column.tsx';
import { useDecision } from './use-decision.ts';
import { pairWords } from './words.ts';

const KEYS: Record<PairVerb, string> = { link: 'L', dismiss: 'D', undo: 'U' };

interface PairPanelProps {
  detail: PairDetail;
  onDone: (act: PairAct, state: PairState | null) => void;
}

export function PairPanel({ detail, onDone }: PairPanelProps) {
  const { pair, sides, moves } = detail;
  const { language } = useLanguage();
  const words = useWords(pairWords);
  const problemText = useProblemText();
  const now = useNow();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [keeps, setKeeps] = useState<Keeps>('person');
  const [isAsking, setIsAsking] = useState(false);
  const { decide, isSending, error, present } = useDecision(detail, onDone);

  const act = (verb: PairVerb) => {
    if (!moves.includes(verb) || isSending) return;
    if (reason.trim() === '') {
      setIsAsking(true);
      field.current?.focus();
      return;
    }
    decide({ verb, reason: reason.trim(), keeps });
  };
  useKeys({ l: preventing(() => act('link')), d: preventing(() => act('dismiss')), u: preventing(() => act('undo')) });

  const choiceOf = (which: Keeps) =>
    pair.kind === 'same-name-birth-village' && moves.includes('link')
      ? { choice: { isKept: keeps === which, onKeep: () => setKeeps(which) } }
      : {};
  const labelOf = (verb: PairVerb) => (verb === 'undo' ? words.verbs.undo : words.verbsOf[pair.kind][verb]);
  return (
    <>
      <div className="pair-body">
        <p className="pair-question">{words.questions[pair.kind]}</p>
        {pair.state !== 'open' && (
          <p className="notice">
            <b>{words.states[pair.state]}</b>{' '}
            {pair.decidedAt &&
              words.decided(pair.decidedBy ?? words.command, formatDayTime(pair.decidedAt, language, now))}
            {pair.reason && `　${pair.reason}`}
          </p>
        )}
        <div className="pair-sides">
          <SideColumn side={sides[0]} beside={sides[1]} {...choiceOf('person')} />
          <SideColumn side={sides[1]} beside={sides[0]} {...choiceOf('other')} />
        </div>
        <Effects detail={detail} keeps={keeps} />
      </div>
      {moves.length > 0 && (
        <footer className="pair-bar no-print">
          {error && (
            <p className="notice" role="alert">
              {present === null ? problemText(error) : words.conflict(words.states[present])}
            </p>
          )}
          <label>
            <span className={isAsking && reason.trim() === '' ? 'late' : 'faint'}>
              {isAsking && reason.trim() === '' ? words.needReason : words.reason}
            </span>
            <textarea
              ref={field}
              className="field"
              rows={1}
              maxLength={500}
              placeholder={words.reasonHint}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              onKeyDown={(event) => {
                // Out of the field with Esc, and the keys of the page hold again.
                if (event.key === 'Escape') event.currentTarget.blur();
              }}
            />
          </label>
          <div className="bar-buttons">
            {moves.map((verb) => (
              <button
                key={verb}
                type="button"
                className={verb === 'link' ? 'button button-primary' : 'button'}
                disabled={isSending}
                onClick={() => act(verb)}
              >
                {isSending ? words.sending : labelOf(verb)} <span className="key">{KEYS[verb]}</span>
              </button>
            ))}
          </div>
        </footer>
      )}
    </>
  );
}

/** The key that moved the focus into the reason is not also its first letter. */
function preventing(actOnKey: () => void) {
  return (event: KeyboardEvent) => {
    event.preventDefault();
    actOnKey();
  };
}
