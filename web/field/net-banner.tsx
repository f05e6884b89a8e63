// What stands between the phone and the server, in one sentence; nothing when all is well.
import { useSyncExternalStore } from 'react';
import { useWords } from '../ui/language.tsx';
import { Link, pathOf } from './address.tsx';
import { usePhone } from './open-phone.tsx';
import { fieldWords } from './words.ts';

const subscribe = (listener: () => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

/** Whether the phone thinks it has a network; a hint for words, never a reason not to try. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

export function NetBanner() {
  const words = useWords(fieldWords);
  const isOnline = useOnline();
  const { status, phone } = usePhone();
  const waits = phone.outbox.some((entry) => entry.state === 'sending');
  if (status.result === 'full')
    return (
      <p className="field-banner is-offline late" role="alert">
        {words.full}
      </p>
    );
  if (status.result === 'signed-out')
    return (
      <p className="field-banner is-offline" role="alert">
        {words.signedOut}{' '}
        <Link className="banner-link" to={pathOf('sign-in')}>
          {words.signIn}
        </Link>
      </p>
    );
  if (!isOnline || (status.result === 'offline' && !status.isRunning))
    return (
      <p className="field-banner is-offline" role="status">
        <span aria-hidden="true">○ </span>
        {isOnline ? words.unreached : words.offline}
      </p>
    );
  if (waits)
    return (
      <p className="field-banner" role="status">
        <span className="net-dot" aria-hidden="true">
          ●{' '}
        </span>
        {words.running}
      </p>
    );
  return null;
}
