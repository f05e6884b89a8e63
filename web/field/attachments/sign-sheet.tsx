// One document to read and sign: with a finger, or by the name of whoever witnessed it.
import { useId, useRef, useState } from 'react';
import type { DocumentKind } from '../../../server/flow/visits/attachments/model.ts';
import { visitWords } from '../../features/visits/words.ts';
import type { Taken } from '../../pictures/picture.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { leave } from '../address.tsx';
import { clearPad, PAD, Pad } from './pad.tsx';
import { takeSignature, writeWitness } from './signature.ts';
import type { Fault } from './use-attachments.ts';
import { useUnfinished } from './use-unfinished.ts';
import { attachmentWords } from './words.ts';

interface SignSheetProps {
  document: DocumentKind;
  /** They turn help down: the statement says that too. */
  declines: boolean;
  isBusy: boolean;
  fault: Fault | null;
  /** True once it is kept. */
  onSign: (make: () => Promise<Taken>, witness: string | null) => Promise<boolean>;
  onClose: () => void;
}

export function SignSheet({ document, declines, isBusy, fault, onSign, onClose }: SignSheetProps) {
  const words = useWords(attachmentWords);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setIsDrawn] = useState(false);
  const [isWitnessed, setIsWitnessed] = useState(false);
  const [witness, setWitness] = useState('');
  const inputId = useId();
  const name = witness.trim();
  const isReady = isWitnessed ? name.length >= 2 : isDrawn;
  const title = useWords(visitWords).documents[document];
  const sign = () => {
    if (isWitnessed) return onSign(() => writeWitness(words.witnessLine(name), PAD), name);
    const drawn = canvas.current;
    return drawn ? onSign(() => takeSignature(drawn), null) : Promise.resolve(false);
  };
  const keeping = useRef(Promise.resolve(false));
  const keep = () => {
    keeping.current = sign();
    return keeping.current;
  };
  const [answer, setAnswer] = useState<{ end: (mayLeave: boolean) => void } | null>(null);
  const isBegun = isWitnessed ? name !== '' : isDrawn;
  const ask = () => new Promise<boolean>((resolve) => setAnswer({ end: resolve }));
  useUnfinished(isBusy ? () => keeping.current : isBegun ? ask : null);
  const end = (mayLeave: boolean) => {
    answer?.end(mayLeave);
    // A dialog that has gone says so late: by then another may have been asked.
    setAnswer((asked) => (asked === answer ? null : asked));
  };
  const change = () => {
    setIsDrawn(false);
    setWitness('');
    setIsWitnessed(!isWitnessed);
  };
  const clear = () => {
    if (canvas.current) clearPad(canvas.current);
    setIsDrawn(false);
  };
  return (
    <section className="sign-document">
      <h3>{title}</h3>
      <div className="sign-text">
        {words.documents[document].text.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {declines && <p>{words.declines}</p>}
      </div>
      {isWitnessed ? (
        <div className="sign-witness">
          <label htmlFor={inputId}>{words.witnessName}</label>
          <input
            id={inputId}
            className="field"
            maxLength={40}
            autoComplete="off"
            value={witness}
            onChange={(event) => setWitness(event.target.value)}
          />
        </div>
      ) : (
        <>
          <p className="faint">{words.signHere}</p>
          <Pad canvas={canvas} label={words.padOf(title)} onDraw={() => setIsDrawn(true)} />
        </>
      )}
      {fault && (
        <p className="late" role="alert">
          {words.faults[fault]}
        </p>
      )}
      <div className="sign-buttons">
        {!isWitnessed && (
          <button type="button" className="button field-button" disabled={!isDrawn} onClick={clear}>
            {words.clear}
          </button>
        )}
        <button
          type="button"
          className="button button-primary field-button"
          disabled={!isReady || isBusy}
          onClick={() => void keep()}
        >
          {isBusy ? words.keeping : words.keepSignature}
        </button>
      </div>
      <div className="sign-others">
        <button type="button" className="link-button" onClick={() => leave(change)}>
          {isWitnessed ? words.signByHand : words.cannotWrite}
        </button>
        <button type="button" className="link-button" onClick={() => leave(onClose)}>
          {words.leaveIt}
        </button>
      </div>
      {answer && (
        <Dialog title={words.unkept.title} onClose={() => end(false)}>
          <p>{words.unkept.hint(title)}</p>
          <div className="sign-unkept">
            {isReady && (
              <button
                type="button"
                className="button button-primary field-button"
                disabled={isBusy}
                onClick={async () => end(await keep())}
              >
                {isBusy ? words.keeping : words.unkept.keep}
              </button>
            )}
            <button type="button" className="button field-button" onClick={() => end(true)}>
              {words.unkept.drop}
            </button>
            <button type="button" className="button field-button" onClick={() => end(false)}>
              {words.unkept.stay}
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
