// 实时 or 停在 HH:MM: whether what stands on the screen is of this moment.
import { useEffect, useRef } from 'react';
import { useConnection } from '../../api/connection.ts';
import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';

export function LiveBadge() {
  const { isLive, lastAt } = useConnection();
  const words = useWords(ui);
  const say = useToast();
  const wasStopped = useRef(false);
  useEffect(() => {
    if (isLive && wasStopped.current) say(words.backLive);
    wasStopped.current = !isLive && lastAt !== null;
  }, [isLive, lastAt, say, words]);
  return (
    <span className={isLive ? 'live-badge' : 'live-badge is-stopped'} role="status">
      {isLive ? words.live : lastAt ? words.stopped(formatTime(lastAt)) : words.connecting}
    </span>
  );
}
