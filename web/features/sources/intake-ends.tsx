// The ends of a file's way in: tried, taken, known, refused, cancelled, broken off. Each says what was changed, and what next.
import type { ReactNode } from 'react';
import type { BatchView, IntakeView, SourceView } from '../../../server/flow/ingest/model.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { batchWords } from './batch-words.ts';
import { Effects } from './effects.tsx';
import { countRejected } from './intake.ts';
import { intakeWords } from './intake-words.ts';
import { rejectsFile } from './queries.ts';
import type { Rights } from './rights.ts';
import { RejectCodes, RowCounts } from './row-counts.tsx';

interface PreviewProps {
  intake: IntakeView;
  canHandIn: boolean;
  isSending: boolean;
  onHandIn: () => void;
  onChoose: () => void;
  onOpenBatch: (id: number) => void;
}

export function Preview({ intake, canHandIn, isSending, onHandIn, onChoose, onOpenBatch }: PreviewProps) {
  const words = useWords(intakeWords);
  const { consequences } = intake;
  const isEmpty = consequences !== null && consequences.good + consequences.waiting === 0;
  return (
    <section className="side-section intake-step">
      <h3>{words.preview}</h3>
      <p>{isEmpty ? words.handNothing : words.previewNote}</p>
      {consequences && (
        <>
          <RowCounts {...consequences} />
          <RejectCodes rejected={consequences.rejected} />
          <Effects of={consequences} onOpenBatch={onOpenBatch} />
        </>
      )}
      {canHandIn && (
        <p className="side-buttons">
          <button type="button" className="button button-primary" disabled={isSending || isEmpty} onClick={onHandIn}>
            {isSending ? words.handing : words.hand}
          </button>
          <button type="button" className="button" onClick={onChoose}>
            {words.other}
          </button>
        </p>
      )}
    </section>
  );
}

interface DoneProps {
  batch: BatchView;
  mode: SourceView['mode'];
  rights: Rights;
  onChoose: () => void;
  onOpenBatch: (id: number) => void;
}

export function Done({ batch, mode, rights, onChoose, onOpenBatch }: DoneProps) {
  const { done } = useWords(intakeWords);
  const words = useWords(batchWords);
  const rejected = countRejected(batch.rejected);
  const isHeld = batch.status === 'held';
  return (
    <section className="side-section intake-step">
      <h3 role="status">{isHeld ? done.held : done.title}</h3>
      {isHeld && (
        <p className="notice">
          {batch.heldShare === null ? words.heldUnknown : words.held(formatPercent(batch.heldShare))}
        </p>
      )}
      <RowCounts good={batch.good} waiting={batch.waiting} rejected={batch.rejected} />
      {batch.nameDiffers > 0 && <p className="faint">{words.nameDiffers(formatCount(batch.nameDiffers))}</p>}
      {rejected === 0 ? (
        <p>{done.all}</p>
      ) : (
        <>
          <p className="strong">{done.rejected(formatCount(rejected))}</p>
          <RejectCodes rejected={batch.rejected} />
          <p>{done.fix[mode]}</p>
        </>
      )}
      <p className="side-buttons">
        {rejected > 0 && rights.canFetchRejects && (
          <a className="button" href={rejectsFile(batch.id)} download>
            {words.download}
          </a>
        )}
        {rights.canHandIn && (
          <button type="button" className="button" onClick={onChoose}>
            {rejected === 0 ? done.more : mode === 'snapshot' ? done.againWhole : done.again}
          </button>
        )}
        <button type="button" className="link-button" onClick={() => onOpenBatch(batch.id)}>
          {done.see}
        </button>
      </p>
    </section>
  );
}

interface EndProps {
  title: string;
  isAlert?: boolean;
  children: ReactNode;
  acts: ReactNode;
}

function End({ title, isAlert = false, children, acts }: EndProps) {
  return (
    <section className="side-section intake-step">
      <h3 role={isAlert ? 'alert' : 'status'}>{title}</h3>
      {children}
      <p className="side-buttons">{acts}</p>
    </section>
  );
}

interface NothingTakenProps extends Pick<DoneProps, 'onChoose' | 'onOpenBatch'> {
  canHandIn: boolean;
  intake: IntakeView;
  /** Tries the kept file once more. */
  onAgain: () => void;
}

/** Nothing was taken: why, and what to do. */
export function NothingTaken({ intake, canHandIn, onAgain, onChoose, onOpenBatch }: NothingTakenProps) {
  const { language } = useLanguage();
  const words = useWords(intakeWords);
  const { state, reason, batch } = intake;
  const other = canHandIn && (
    <button type="button" className="button" onClick={onChoose}>
      {words.other}
    </button>
  );
  if (state === 'known')
    return (
      <End title={words.known.title} acts={other}>
        <p>{words.known.text}</p>
        {batch && (
          <p>
            <button type="button" className="link-button" onClick={() => onOpenBatch(batch.id)}>
              {words.known.see}
            </button>
          </p>
        )}
      </End>
    );
  if (state === 'refused')
    return (
      <End title={words.refused.title} isAlert acts={other}>
        <p className="notice">{reason?.[language] ?? words.refused.none}</p>
        <p className="faint">{words.refused.nothing}</p>
      </End>
    );
  if (state === 'cancelled')
    return (
      <End title={words.cancelled.title} acts={other}>
        <p>{words.cancelled.text}</p>
      </End>
    );
  const again = canHandIn && (
    <button type="button" className="button" onClick={onAgain}>
      {words.broken.again}
    </button>
  );
  return (
    <End
      title={words.broken.title}
      isAlert
      acts={
        <>
          {again} {other}
        </>
      }
    >
      <p className="notice">{reason?.[language] ?? words.broken.text}</p>
    </End>
  );
}
