// Keys for the desk, named in lower case: only outside fields, never with a modifier, not while a dialog is open.
import { useEffect, useRef } from 'react';

export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.closest('input, textarea, select, dialog, [contenteditable]')) return;
      const act = latest.current[event.key.toLowerCase()];
      if (!act) return;
      if (event.key === 'Enter' && target.closest('button, a, summary')) return;
      act(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
