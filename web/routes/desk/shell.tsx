// The frame of the desk pages: the rail, and a top bar with the area, what day it is, and whether the page is live.
import { type MouseEvent, type ReactNode, Suspense, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { Outlet, useLocation, useOutletContext } from 'react-router';
import { openLive } from '../../api/live.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { SearchBox } from '../../features/search/search-box.tsx';
import { RehearsalChip } from '../../features/session/rehearsal-chip.tsx';
import { UserMenu } from '../../features/session/user-menu.tsx';
import { useOfflineReason } from '../../ui/act-button.tsx';
import { Boundary } from '../../ui/boundary.tsx';
import { formatDay, formatTime, formatWeekday } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Offline, Skeleton } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { LiveBadge } from './live-badge.tsx';
import { LiveNews } from './live-news.tsx';
import { Rail } from './rail.tsx';
import './shell.css';

/** Puts a page's breadcrumb into the top bar. */
export function TopBarArea({ children }: { children: ReactNode }) {
  const slot = useOutletContext<HTMLElement | null>();
  return slot ? createPortal(children, slot) : null;
}

export default function DeskShell() {
  const me = useMe();
  const { language } = useLanguage();
  const common = useWords(ui);
  const now = useNow();
  const { pathname } = useLocation();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const offline = useOfflineReason();
  const say = useToast();
  useEffect(openLive, []);
  // What a page's main button does needs the server, also where the page did not think of it.
  const holdActs = (event: MouseEvent) => {
    if (!offline || !(event.target as HTMLElement).closest('.button-primary')) return;
    event.preventDefault();
    event.stopPropagation();
    say(offline);
  };
  return (
    <div className={offline ? 'shell is-offline' : 'shell'}>
      <a className="skip-link" href="#content">
        {common.skip}
      </a>
      <Rail />
      <header className="top-bar no-print">
        <div ref={setSlot} className="top-bar-area" />
        <RehearsalChip />
        <div className="top-bar-end">
          {me.actions.includes('search.read') && <SearchBox />}
          <span className="top-bar-day">
            {formatDay(now.toISOString(), language)} {formatWeekday(now, language)} {formatTime(now)}
          </span>
          <LiveBadge />
          <UserMenu />
        </div>
      </header>
      {me.actions.includes('map.read') && <LiveNews />}
      <div className="stale-row">
        <Offline />
      </div>
      <div className="page" id="content" tabIndex={-1} onClickCapture={holdActs}>
        <Boundary at={pathname}>
          <Suspense fallback={<Skeleton lines={10} />}>
            <Outlet context={slot} />
          </Suspense>
        </Boundary>
      </div>
    </div>
  );
}
