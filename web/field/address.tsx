// The phone's own small router: what is shown stands in the address, and the back key goes back one page.
import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react';

const MOVED = 'shouwang.moved';
const HOME = '/field/';

const subscribe = (listener: () => void) => {
  addEventListener('popstate', listener);
  addEventListener(MOVED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(MOVED, listener);
  };
};

/** Goes to a page of the phone; `replace` for what the back key should not come back to. */
export function goTo(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  dispatchEvent(new Event(MOVED));
}

/** The parts of the address behind `/field/`, and what it asks for. */
export function useAddress(): { parts: string[]; search: URLSearchParams } {
  const path = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const [place = '', asked = ''] = path.split('?');
  const parts = place
    .replace(/^\/field\/?/, '')
    .split('/')
    .filter(Boolean);
  return { parts, search: new URLSearchParams(asked) };
}

/** The address of a page by its parts. */
export function pathOf(...parts: (string | number)[]): string {
  return HOME + parts.map((part) => encodeURIComponent(String(part))).join('/');
}

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
  replace?: boolean;
}

export function Link({ to, replace = false, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    goTo(to, { replace });
  };
  return <a href={to} onClick={follow} {...rest} />;
}
