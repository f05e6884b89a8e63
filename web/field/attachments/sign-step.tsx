// Signatures at the door: each under its document, whose words stand above the field. Needed only where the outcome says so.
import { useState } from 'react';
import { DOCUMENTS, type DocumentKind } from '../../../server/flow/visits/attachments/model.ts';
import { visitWords } from '../../features/visits/words.ts';
import type { Attachment } from '../../offline/attachments.ts';
import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { leave } from '../address.tsx';
import { RoomNotice } from '../room-notice.tsx';
import { PictureView } from './picture-view.tsx';
import { SignSheet } from './sign-sheet.tsx';
import { type AttachmentsOf, useAttachments } from './use-attachments.ts';
import { attachmentWords } from './words.ts';

interface SignStepProps extends AttachmentsOf {
  /** What the chosen outcome has to have signed. */
  needed: DocumentKind | null;
}

export function SignStep({ needed, ...of }: SignStepProps) {
  const words = useWords(attachmentWords);
  const { documents: names } = useWords(visitWords);
  const { held, isBusy, fault, keep, remove } = useAttachments(of);
  const [open, setOpen] = useState<DocumentKind | null>(null);
  const signed = (document: DocumentKind) => held.find((one) => one.document === document);
  const isMissing = needed !== null && !signed(needed);
  const order = needed === 'statement' ? [...DOCUMENTS].reverse() : DOCUMENTS;
  return (
    <>
      <RoomNotice />
      {isMissing && <p className="sign-needed">{words.needed(names[needed])}</p>}
      {order.map((document) => {
        const present = signed(document);
        if (open === document)
          return (
            <SignSheet
              key={document}
              document={document}
              declines={needed === 'statement' && document === 'statement'}
              isBusy={isBusy}
              fault={fault}
              onClose={() => setOpen(null)}
              onSign={async (make, witness) => {
                const of = { kind: 'signature' as const, document, witness };
                const isKept = await keep(of, make, present ? [present.id] : []);
                if (isKept) setOpen(null);
                return isKept;
              }}
            />
          );
        return (
          <section key={document} className="sign-document">
            <h3>{names[document]}</h3>
            <p className="faint">{words.documents[document].use}</p>
            {present && <Signed one={present} onRemove={() => void remove(present.id)} />}
            <button type="button" className="button field-button" onClick={() => leave(() => setOpen(document))}>
              {present ? words.signAgain : words.sign}
            </button>
          </section>
        );
      })}
    </>
  );
}

function Signed({ one, onRemove }: { one: Attachment; onRemove: () => void }) {
  const words = useWords(attachmentWords);
  const { documents: names } = useWords(visitWords);
  const name = one.document ? names[one.document] : '';
  return (
    <>
      <PictureView id={one.id} alt={words.signatureUnder(name)} width={one.width} height={one.height} />
      <p className="kept-line">
        <span>{words.signedAt(formatTime(new Date(one.takenAt)), one.witness)}</span>
        <button type="button" className="link-button" aria-label={words.removeSignature(name)} onClick={onRemove}>
          {words.remove}
        </button>
      </p>
    </>
  );
}
