// Big rows to tap, one of them chosen, or several.
interface ChoiceRowProps {
  name: string;
  label: string;
  /** Why this one, in small. */
  note?: string;
  kind?: 'radio' | 'checkbox';
  isChosen: boolean;
  isFaint?: boolean;
  onChoose: () => void;
}

export function ChoiceRow({ name, label, note, kind = 'radio', isChosen, isFaint = false, onChoose }: ChoiceRowProps) {
  return (
    <label className={`choice${isChosen ? ' is-chosen' : ''}${isFaint ? ' is-faint' : ''}`}>
      <input type={kind} name={name} checked={isChosen} onChange={onChoose} />
      <span>
        {label}
        {note && <span className="choice-note">{note}</span>}
      </span>
    </label>
  );
}
