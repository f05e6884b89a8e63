// Big rows to tap, one of them chosen.
interface ChoiceRowProps {
  name: string;
  label: string;
  isChosen: boolean;
  isFaint?: boolean;
  onChoose: () => void;
}

export function ChoiceRow({ name, label, isChosen, isFaint = false, onChoose }: ChoiceRowProps) {
  return (
    <label className={`choice${isChosen ? ' is-chosen' : ''}${isFaint ? ' is-faint' : ''}`}>
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
      <span>{label}</span>
    </label>
  );
}
