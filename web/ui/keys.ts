// Keys for the desk, named in lower case: only outside fields, never with a modifier but Shift, not while a dialog is open. Keys that are
// one character can be turned off (WCAG 2.1.4), for who speaks to their computer or hits them by mistake.
import { useEffect, useRef, useSyncExternalStore } from 'react';

const KEY = 'shouwang.keys';
const listeners = new Set<() => void>();

function areCharactersOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

/** Turns keys of one character on or off, in all pages of this browser. */
export function setCharacterKeys(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // private browsing: they stay as they are
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useCharacterKeys(): boolean {
  return useSyncExternalStore(subscribe, areCharactersOn);
}

export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.closest('input, textarea, select, dialog, [contenteditable]')) return;
      const act = latest.current[event.key.toLowerCase()];
      if (!act || (event.key.length === 1 && !areCharactersOn())) return;
      if (event.key === 'Enter' && target.closest('button, a, summary')) return;
      act(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
