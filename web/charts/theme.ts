// Canvas charts cannot read CSS variables: they are told whether it is dark.
import { useSyncExternalStore } from 'react';

const query = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;

const subscribe = (listener: () => void) => {
  query?.addEventListener('change', listener);
  return () => query?.removeEventListener('change', listener);
};

export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, () => query?.matches ?? false);
}
