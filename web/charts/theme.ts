// Canvas charts cannot read CSS variables: they are told whether it is dark, also when that changes under them. Paper is always light.
import { useSyncExternalStore } from 'react';

const print = typeof matchMedia === 'function' ? matchMedia('print') : null;

const subscribe = (listener: () => void) => {
  const watcher = new MutationObserver(listener);
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  print?.addEventListener('change', listener);
  return () => {
    watcher.disconnect();
    print?.removeEventListener('change', listener);
  };
};

export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, () => document.documentElement.dataset.theme === 'dark' && !print?.matches);
}
