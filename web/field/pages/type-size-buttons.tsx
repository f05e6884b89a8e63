// The size of the letters, in three steps; what is chosen is seen at once.
import { useState } from 'react';
import { useWords } from '../../ui/language.tsx';
import { chooseTypeSize, readTypeSize, TYPE_SIZES, type TypeSize } from '../type-size.ts';
import { typeSizeWords } from './type-size-words.ts';

export function TypeSizeButtons() {
  const words = useWords(typeSizeWords);
  const [chosen, setChosen] = useState(readTypeSize);
  const choose = (size: TypeSize) => {
    chooseTypeSize(size);
    setChosen(size);
  };
  return (
    <section className="field-section">
      <h2>{words.title}</h2>
      <fieldset className="field-languages" aria-label={words.title}>
        {TYPE_SIZES.map((size) => (
          <button
            key={size}
            type="button"
            className={`button${chosen === size ? ' is-chosen' : ''}`}
            aria-pressed={chosen === size}
            onClick={() => choose(size)}
          >
            {words.sizes[size]}
          </button>
        ))}
      </fieldset>
    </section>
  );
}
