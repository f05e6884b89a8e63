// All words of art at once.
import { Dialog } from './dialog.tsx';
import { glossary } from './glossary.ts';
import { useWords } from './language.tsx';
import { ui } from './words.ts';

export function GlossaryList({ onClose }: { onClose: () => void }) {
  const words = useWords(ui);
  return (
    <Dialog title={words.glossaryTitle} onClose={onClose}>
      <dl className="glossary" tabIndex={0}>
        {Object.entries(useWords(glossary)).map(([key, { name, says }]) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </Dialog>
  );
}
