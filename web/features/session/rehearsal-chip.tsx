// Says that nothing here is real.
import { useMe } from '../../api/session.ts';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import './session.css';

export function RehearsalChip({ isShort = false }: { isShort?: boolean }) {
  const me = useMe();
  const words = useWords(ui);
  if (!me.isRehearsal) return null;
  return (
    <span className="rehearsal-chip" title={`${words.rehearsal}: ${words.rehearsalNote}`}>
      {isShort ? words.rehearsal : words.rehearsalLine}
      {isShort && <span className="visually-hidden">{words.rehearsalNote}</span>}
    </span>
  );
}
