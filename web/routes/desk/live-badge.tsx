// 实时 or 停在 HH:MM: whether what stands on the screen is of this moment.
import { useLiveStatus } from '../../api/live.ts';
import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';

export function LiveBadge() {
  const { isLive, lastAt } = useLiveStatus();
  const words = useWords(ui);
  return (
    <span className={isLive ? 'live-badge' : 'live-badge is-stopped'} role="status">
      {isLive ? words.live : lastAt ? words.stopped(formatTime(lastAt)) : words.connecting}
    </span>
  );
}
