// One photo or signature as large as the window allows; the arrow keys turn to the next.
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { attachmentWords } from './attachment-words.ts';
import { type Attachment, addressOf, useCaption, type Visit } from './use-caption.ts';

interface AttachmentViewProps {
  visit: Visit;
  /** Those that have arrived, in their order. */
  shown: readonly Attachment[];
  now: Date;
  id: string;
  onTurn: (id: string) => void;
  onClose: () => void;
}

export function AttachmentView({ visit, shown, now, id, onTurn, onClose }: AttachmentViewProps) {
  const words = useWords(attachmentWords);
  const captionOf = useCaption(visit, now);
  const [failed, setFailed] = useState<string | null>(null);
  const at = shown.findIndex((one) => one.id === id);
  const one = shown[at];
  if (!one) return null;
  const { name, when, where, whole } = captionOf(one);
  const turn = (by: number) => {
    const next = shown[at + by];
    if (next) onTurn(next.id);
  };
  return (
    <Dialog title={name} onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a short cut; the buttons below do the same */}
      <div
        className="attachment-view"
        onKeyDown={({ key }) => turn(key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0)}
      >
        {failed === one.id ? (
          <p role="alert">{words.failed}</p>
        ) : (
          <img
            key={one.id}
            src={addressOf(visit, one)}
            width={one.width}
            height={one.height}
            alt={whole}
            onError={() => setFailed(one.id)}
          />
        )}
        <p className="faint" aria-live="polite">
          {when} · {where}
        </p>
        <div className="dialog-actions">
          {shown.length > 1 && (
            <>
              <button type="button" className="button" disabled={at === 0} onClick={() => turn(-1)}>
                {words.previous}
              </button>
              <button type="button" className="button" disabled={at === shown.length - 1} onClick={() => turn(1)}>
                {words.next}
              </button>
            </>
          )}
          <button type="button" className="button button-primary" onClick={onClose}>
            {words.close}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
