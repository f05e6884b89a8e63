// What a visit brought: thumbnails with when and where, what has not arrived yet, each at full size in a dialog.
import { useState } from 'react';
import { useMe } from '../../api/session.ts';
import { useWords } from '../../ui/language.tsx';
import { AttachmentView } from './attachment-view.tsx';
import { attachmentWords } from './attachment-words.ts';
import { addressOf, useCaption, type Visit } from './use-caption.ts';
import './attachments.css';

export function Attachments({ visit, now }: { visit: Visit; now: Date }) {
  const words = useWords(attachmentWords);
  const captionOf = useCaption(visit, now);
  const { actions } = useMe();
  const [open, setOpen] = useState<string | null>(null);
  const { attachments } = visit;
  if (attachments.length === 0) return null;
  const mayLook = actions.includes('attachment.read');
  const here = attachments.filter((one) => one.isHere);
  return (
    <div className="attachments">
      <p className={here.length < attachments.length ? 'strong' : 'faint'}>
        {words.arrived(here.length, attachments.length)}
        {!mayLook && ` · ${words.hidden}`}
      </p>
      <ul className="attachment-list" aria-label={words.title}>
        {attachments.map((one) => {
          const { name, when, where, whole } = captionOf(one);
          return (
            <li key={one.id}>
              {one.isHere && mayLook ? (
                <button
                  type="button"
                  className="attachment-thumb"
                  aria-label={words.enlarge(name)}
                  onClick={() => setOpen(one.id)}
                >
                  <img
                    className={one.kind === 'signature' ? 'is-drawn' : undefined}
                    src={addressOf(visit, one)}
                    alt={whole}
                    loading="lazy"
                  />
                </button>
              ) : (
                <p className="attachment-thumb is-missing">{one.isHere ? words.hidden : words.missing}</p>
              )}
              <p className="strong">{name}</p>
              <p className="faint">{when}</p>
              <p className="faint">{where}</p>
            </li>
          );
        })}
      </ul>
      {open && (
        <AttachmentView visit={visit} shown={here} now={now} id={open} onTurn={setOpen} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
