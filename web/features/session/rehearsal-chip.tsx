// Says that nobody here is real: who is signed in sees it on every page, with the month while it plays, and others before they sign in.
import { useQuery } from '@tanstack/react-query';
import { dayOf } from '../../../server/kernel/clock.ts';
import { useNow } from '../../api/now.ts';
import { rehearsalQuery, useMe } from '../../api/session.ts';
import { formatDay } from '../../ui/format.ts';
import { type Language, useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { sessionWords } from './words.ts';
import './session.css';

export function RehearsalChip({ isShort = false }: { isShort?: boolean }) {
  const me = useMe();
  const now = useNow();
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(sessionWords);
  if (!me.isRehearsal) return null;
  const playing = me.isPlaying ? words.playing(monthOf(now, language)) : undefined;
  return (
    <span
      className="rehearsal-chip"
      title={[common.rehearsal, common.rehearsalNote, playing].filter(Boolean).join(', ')}
    >
      {!isShort && <span className="rehearsal-line">{common.rehearsalLine}</span>}
      <span className={isShort ? undefined : 'rehearsal-word'}>{common.rehearsal}</span>
      {playing && <span> · {playing}</span>}
      {isShort && <span className="visually-hidden">{common.rehearsalNote}</span>}
    </span>
  );
}

/** Always with its year: that is what changes while it plays. */
function monthOf(now: Date, language: Language): string {
  return formatDay(dayOf(now).slice(0, 7), language, new Date(0));
}

/** For those who are nobody yet. */
export function RehearsalNotice() {
  const { data: isRehearsal } = useQuery(rehearsalQuery);
  const words = useWords(ui);
  if (!isRehearsal) return null;
  return <p className="rehearsal-chip rehearsal-notice">{words.rehearsalLine}</p>;
}
