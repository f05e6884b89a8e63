// One picker of the sentence filter: a native select that reads as a word of the sentence.
export interface Choice {
  value: string;
  name: string;
}

export function Picker({
  label,
  value,
  choices,
  onPick,
}: {
  label: string;
  value: string;
  choices: Choice[];
  onPick: (value: string) => void;
}) {
  return (
    <select className="picker" aria-label={label} value={value} onChange={(event) => onPick(event.target.value)}>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.name}
        </option>
      ))}
    </select>
  );
}
