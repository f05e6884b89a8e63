// The service's present by the phone's own offset, renewed every half minute and at once when a sync has told it anew.
import { useEffect, useState } from 'react';
import { usePhone } from './open-phone.tsx';

export function useNow(): Date {
  const { offset } = usePhone().phone.profile;
  const [at, setAt] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return new Date(at + offset);
}
