// Light, dark, or as the system. `data-theme` on <html> always holds one of the two, so the dark values stand once in tokens.css;
// light-dark() would need Chrome 123, and the field's WebViews are older. The first value is set by web/public/theme.js.
import { useSyncExternalStore } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'shouwang.theme';
const system = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;
const listeners = new Set<() => void>();
let theme: Theme = rememberedTheme();

function rememberedTheme(): Theme {
  try {
    return THEMES.find((one) => one === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

function show(next: Theme): void {
  theme = next;
  const isDark = next === 'dark' || (next === 'system' && system?.matches === true);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

export function setTheme(next: Theme): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // private browsing: the choice lasts for this page
  }
  show(next);
}

/** Follows the system while nothing else is chosen, and a choice made in another tab. */
export function followTheme(): void {
  system?.addEventListener('change', () => show(theme));
  addEventListener('storage', (event) => {
    if (event.key === KEY || event.key === null) show(rememberedTheme());
  });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => theme);
}
