// The phone's own small router: what is shown stands in the address, and the back key goes back one page.
import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react';

const MOVED = 'shouwang.moved';
const HOME = '/field/';

/** Whether the page may be left; what is unfinished on it is kept first, or given up by whoever began it. */
type Guard = () => Promise<boolean>;
let guard: Guard | null = null;
let isAsking = false;
/** The page shown, as the browser has noted it. */
let here = { path: '', state: null as unknown };

const note = () => {
  here = { path: location.pathname + location.search, state: history.state };
};

/** Until it is taken away (null) every way off the page asks first, the back key too. */
export function guardLeaving(ask: Guard | null): void {
  guard = ask;
  isAsking = false;
}

/** Does what takes somebody away from something unfinished, once that is kept or given up; at once where nothing is. */
export function leave(go: () => void): void {
  const asked = guard;
  if (asked && isAsking) return;
  if (!asked) {
    go();
    return;
  }
  isAsking = true;
  void asked().then((may) => {
    if (guard !== asked && guard !== null) return;
    isAsking = false;
    if (!may) return;
    guard = null;
    go();
  });
}

const subscribe = (listener: () => void) => {
  const popped = (event: Event) => {
    if (guard) {
      // The browser has gone back already, the page is still there: the address is put back under it.
      event.stopImmediatePropagation();
      history.pushState(here.state, '', here.path);
      return leave(() => history.back());
    }
    note();
    listener();
  };
  note();
  addEventListener('popstate', popped);
  addEventListener(MOVED, listener);
  return () => {
    removeEventListener('popstate', popped);
    removeEventListener(MOVED, listener);
  };
};

/** Goes to a page of the phone; `replace` for what the back key should not come back to. */
export function goTo(path: string, options: { replace?: boolean } = {}): void {
  leave(() => {
    if (options.replace) history.replaceState(history.state, '', path);
    else history.pushState({ from: location.pathname + location.search }, '', path);
    note();
    dispatchEvent(new Event(MOVED));
  });
}

/** Goes back to the page one came from where that is this one, so that it does not stand there twice; else puts it in the place of this one. */
export function goBack(path: string): void {
  const { from } = (history.state ?? {}) as { from?: string };
  if (from?.split('?')[0] === path) leave(() => history.back());
  else goTo(path, { replace: true });
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
  /** An arrow back: to where one came from, not to a page of the same name behind it. */
  isBack?: boolean;
}

export function Link({ to, replace = false, isBack = false, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (isBack) goBack(to);
    else goTo(to, { replace });
  };
  return <a href={to} onClick={follow} {...rest} />;
}
