// What stands where no cryptography is: over plain HTTP from another machine, or in a browser that is too old.
import { useWords } from '../../ui/language.tsx';
import { Notice } from './gate.tsx';
import { unableWords } from './unable-words.ts';

export default function UnableNotice() {
  const words = useWords(unableWords);
  if (location.protocol !== 'http:' || window.isSecureContext) return <Notice title={words.title} hint={words.old} />;
  return (
    <Notice title={words.title} hint={words.plain}>
      {/* Without the port of plain HTTP, which no certificate stands behind. */}
      <a className="button button-primary field-button wide" href={`https://${location.hostname}/field/`}>
        {words.tryHttps}
      </a>
      <p className="faint">{words.noHttps}</p>
    </Notice>
  );
}
