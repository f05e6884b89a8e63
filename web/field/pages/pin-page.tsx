// The PIN: asked for, or chosen for a phone that is new.
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { PIN_DIGITS } from '../../offline/vault.ts';
import { useWords } from '../../ui/language.tsx';
import { digitsIn } from '../digits.ts';
import type { Keeper } from '../keeper.ts';
import { fieldWords } from '../words.ts';
import { Gate } from './gate.tsx';
import { isWeak } from './weak-pin.ts';

/** From how few tries left on one is told what is at stake. */
const FEW = 5;

export function PinPage({ keeper }: { keeper: Keeper }) {
  const words = useWords(fieldWords);
  const [pin, setPin] = useState('');
  const [left, setLeft] = useState<number | null>(null);
  const [isWorking, setIsWorking] = useState(false);
  const [isForgetting, setIsForgetting] = useState(false);
  const open = async (event: FormEvent) => {
    event.preventDefault();
    if (pin.length !== PIN_DIGITS || isWorking) return;
    setIsWorking(true);
    const result = await keeper.tryPin(pin);
    if (result === null) return;
    setPin('');
    setLeft(result);
    setIsWorking(false);
  };
  if (isForgetting)
    return (
      <Gate>
        <h1>{words.pin.wipeTitle}</h1>
        <p className="late">{words.pin.wipe}</p>
        <button
          type="button"
          className="button button-primary field-button wide"
          onClick={() => setIsForgetting(false)}
        >
          {words.pin.keep}
        </button>
        <button type="button" className="button field-button wide" onClick={() => void keeper.wipe()}>
          {words.pin.wipeNow}
        </button>
      </Gate>
    );
  return (
    <Gate>
      <form onSubmit={(event) => void open(event)}>
        <h1>{words.pin.title}</h1>
        <PinField label={words.pin.label} value={pin} onChange={setPin} isFirst />
        {left !== null && left > 0 && (
          <p className="late" role="alert">
            {left <= FEW ? words.pin.wrongNear(left) : words.pin.wrong(left)}
          </p>
        )}
        <button
          type="submit"
          className="button button-primary field-button wide"
          disabled={pin.length !== PIN_DIGITS || isWorking}
        >
          {isWorking ? words.pin.working : words.pin.open}
        </button>
      </form>
      <button type="button" className="link-button gate-link" onClick={() => setIsForgetting(true)}>
        {words.pin.forgotten}
      </button>
    </Gate>
  );
}

export function NewPinPage({ keeper }: { keeper: Keeper }) {
  const words = useWords(fieldWords);
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [isWorking, setIsWorking] = useState(false);
  const isWhole = pin.length === PIN_DIGITS && again.length === PIN_DIGITS;
  const fault =
    pin.length === PIN_DIGITS && isWeak(pin) ? words.pin.weak : isWhole && pin !== again ? words.pin.differ : '';
  const set = async (event: FormEvent) => {
    event.preventDefault();
    if (!isWhole || fault || isWorking) return;
    setIsWorking(true);
    await keeper.choose(pin);
  };
  return (
    <Gate>
      <form onSubmit={(event) => void set(event)}>
        <h1>{words.pin.choose}</h1>
        <p>{words.pin.chooseHint}</p>
        <PinField label={words.pin.label} value={pin} onChange={setPin} isFirst />
        <PinField label={words.pin.repeat} value={again} onChange={setAgain} />
        {fault && (
          <p className="late" role="alert">
            {fault}
          </p>
        )}
        <button
          type="submit"
          className="button button-primary field-button wide"
          disabled={!isWhole || fault !== '' || isWorking}
        >
          {isWorking ? words.pin.working : words.pin.set}
        </button>
      </form>
    </Gate>
  );
}

interface PinFieldProps {
  label: string;
  value: string;
  onChange: (pin: string) => void;
  isFirst?: boolean;
}

function PinField({ label, value, onChange, isFirst = false }: PinFieldProps) {
  const ref = useRef<HTMLInputElement>(null);
  // The page is this one field. Not by autoFocus, which a browser heeds once a document.
  useLayoutEffect(() => {
    if (isFirst) ref.current?.focus();
  }, [isFirst]);
  return (
    <label className="pin-field">
      <span>{label}</span>
      <input
        ref={ref}
        className="field"
        type="password"
        inputMode="numeric"
        autoComplete="off"
        maxLength={PIN_DIGITS}
        value={value}
        onChange={(event) => onChange(digitsIn(event.target))}
      />
    </label>
  );
}
