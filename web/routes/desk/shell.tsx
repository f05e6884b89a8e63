// The frame of the desk pages: rail with icon and word, top bar with the area, what day it is, and whether the page is live.
import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { NavLink, Outlet, useOutletContext } from 'react-router';
import { openLive } from '../../api/live.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { RehearsalChip } from '../../features/session/rehearsal-chip.tsx';
import { UserMenu } from '../../features/session/user-menu.tsx';
import { formatDay, formatTime, formatWeekday } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Mark } from '../../ui/mark.tsx';
import { ui } from '../../ui/words.ts';
import { LiveBadge } from './live-badge.tsx';
import { shellWords } from './words.ts';
import './shell.css';

const ICONS = {
  map: 'M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  desk: 'M4 6h10M4 12h6M4 18h6M17 8v10M13 14l4 4 4-4',
  sources:
    'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  pairs: 'M8 11a3 3 0 100-6 3 3 0 000 6zM16 11a3 3 0 100-6 3 3 0 000 6zM3 19c0-3 2-5 5-5s5 2 5 5M15 14c3 0 6 2 6 5',
  feedback: 'M4 20V10M10 20V4M16 20v-7M20 8l-4 4-2-2',
  tickets: 'M5 4h14v12h-8l-4 4v-4H5zM12 7v4M12 13v.5',
  training: 'M3 9l9-4 9 4-9 4zM7 11v5c3 2 7 2 10 0v-5M21 9v6',
  start: 'M4 11l8-7 8 7v9h-6v-6h-4v6H4z',
};

function RailLink({ to, icon, name }: { to: string; icon: keyof typeof ICONS; name: string }) {
  return (
    <NavLink to={to} className="rail-link">
      <svg
        width="20"
        height="20"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        aria-hidden="true"
      >
        <path d={ICONS[icon]} strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      {name}
    </NavLink>
  );
}

/** Puts a page's breadcrumb into the top bar. */
export function TopBarArea({ children }: { children: ReactNode }) {
  const slot = useOutletContext<HTMLElement | null>();
  return slot ? createPortal(children, slot) : null;
}

export default function DeskShell() {
  const me = useMe();
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(shellWords);
  const now = useNow();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useEffect(openLive, []);
  const links: [string, keyof typeof ICONS, string][] = [];
  if (me.actions.includes('map.read')) links.push(['/map', 'map', words.map]);
  if (me.actions.includes('task.read')) links.push(['/desk', 'desk', words.desk]);
  if (me.role === 'county-dispatcher' || me.role === 'township-officer') links.reverse();
  if (me.actions.includes('pair.read')) links.push(['/pairs', 'pairs', words.pairs]);
  if (me.actions.includes('source.read')) links.push(['/sources', 'sources', words.sources]);
  if (me.actions.includes('ticket.answer')) links.push(['/tickets', 'tickets', words.tickets]);
  if (me.actions.includes('precision.read')) links.push(['/feedback', 'feedback', words.feedback]);
  const practises = me.actions.includes('training.start') || me.actions.includes('training.oversee');
  if (me.isRehearsal && practises) links.push(['/training', 'training', words.training]);
  if (links.length === 0) links.push(['/start', 'start', words.start]);
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {common.skip}
      </a>
      <nav className="rail no-print" aria-label={words.nav}>
        <Mark size={34} />
        {links.map(([to, icon, name]) => (
          <RailLink key={to} to={to} icon={icon} name={name} />
        ))}
      </nav>
      <header className="top-bar">
        <div ref={setSlot} className="top-bar-area" />
        <RehearsalChip />
        <div className="top-bar-end">
          <span className="top-bar-day">
            {formatDay(now.toISOString(), language)} {formatWeekday(now, language)} {formatTime(now)}
          </span>
          <LiveBadge />
          <UserMenu />
        </div>
      </header>
      <div className="page" id="content">
        <Outlet context={slot} />
      </div>
    </div>
  );
}
