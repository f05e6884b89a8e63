// Turns the keys of one character on or off.
import { setCharacterKeys, useCharacterKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { sessionWords } from './words.ts';

export function KeysSwitch() {
  const words = useWords(sessionWords);
  const isOn = useCharacterKeys();
  return (
    <label className="keys-switch">
      <input type="checkbox" checked={isOn} onChange={(event) => setCharacterKeys(event.target.checked)} />
      {words.letterKeys}
    </label>
  );
}
