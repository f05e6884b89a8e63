// The service's present by the phone's own offset, renewed every half minute and at once when a sync has told it anew.
import { useEffect, useState } from 'react';
import { serviceNow } from '../api/now.ts';
import { usePhone } from './open-phone.tsx';

export function useNow(): Date {
  const { offset } = usePhone().phone.profile;
  const [now, setNow] = useState(serviceNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serviceNow()), 30_000);
    return () => clearInterval(timer);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another offset is another present
  useEffect(() => setNow(serviceNow()), [offset]);
  return now;
}
