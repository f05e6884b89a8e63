// The bar below the list: what is chosen and what can be done with it, and for a minute the way back.
import { useWords } from '../../ui/language.tsx';
import { deskWords } from './desk-words.ts';
import { UndoPart } from './undo-part.tsx';

interface SelectBarProps {
  count: number;
  onPreview: () => void;
  onAssign: () => void;
  onClear: () => void;
}

export function SelectBar({ count, onPreview, onAssign, onClear }: SelectBarProps) {
  const words = useWords(deskWords);
  return (
    <div className="select-bar no-print">
      {count > 0 && (
        <>
          <b aria-live="polite">{words.selected(count)}</b>
          <button type="button" className="button button-primary" onClick={onPreview}>
            {words.preview} <span className="key">D</span>
          </button>
          <button type="button" className="button" onClick={onAssign}>
            {words.assign} <span className="key">A</span>
          </button>
          <button type="button" className="link-button" onClick={onClear}>
            {words.clear}
          </button>
        </>
      )}
      <UndoPart />
    </div>
  );
}
