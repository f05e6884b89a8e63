// A phone page: header, what stands in the way of sending, scrolling body, and the main button at the bottom where the thumb is.
import { lazy, type ReactNode, Suspense } from 'react';
import { isClockWrong } from '../offline/clock.ts';
import { useWords } from '../ui/language.tsx';
import { Mark } from '../ui/mark.tsx';
import { ui } from '../ui/words.ts';
import { Link, pathOf } from './address.tsx';
import { NetBanner } from './net-banner.tsx';
import { usePhone } from './open-phone.tsx';
import { fieldWords } from './words.ts';

const ClockNote = lazy(() => import('./clock-note.tsx'));

type Tab = 'list' | 'outbox' | 'me';

interface FrameProps {
  title: string;
  /** Where the back arrow leads; none on the first pages. */
  backTo?: string;
  end?: ReactNode;
  progress?: { step: number; all: number };
  footer?: ReactNode;
  /** The tab this page is; pages within have none. */
  tab?: Tab;
  children: ReactNode;
}

export function Frame({ title, backTo, end, progress, footer, tab, children }: FrameProps) {
  const words = useWords(ui);
  const { phone } = usePhone();
  return (
    <div className="field-page">
      <header className="field-header">
        <div className="field-header-line">
          {backTo ? (
            <Link className="field-back" to={backTo} isBack aria-label={words.back}>
              ‹
            </Link>
          ) : (
            <Mark size={32} />
          )}
          <h1>{title}</h1>
          {phone.profile.isRehearsal && (
            <span className="rehearsal-chip">
              {words.rehearsal}
              <span className="visually-hidden">{words.rehearsalNote}</span>
            </span>
          )}
          {end && <span className={progress ? 'field-note is-step' : 'field-note'}>{end}</span>}
        </div>
        {progress && (
          <div className="field-progress" aria-hidden="true">
            {Array.from({ length: progress.all }, (_, index) => index + 1).map((step) => (
              <span key={step} className={step < progress.step ? 'is-done' : step === progress.step ? 'is-now' : ''} />
            ))}
          </div>
        )}
      </header>
      <main className="field-body">
        {!progress && <NetBanner />}
        {tab && isClockWrong(phone.profile) && (
          <Suspense fallback={null}>
            <ClockNote offset={phone.profile.offset} />
          </Suspense>
        )}
        {children}
      </main>
      {footer && <footer className="field-footer">{footer}</footer>}
      {tab && <Tabs tab={tab} />}
    </div>
  );
}

function Tabs({ tab }: { tab: Tab }) {
  const { phone } = usePhone();
  const words = useWords(fieldWords);
  const count = phone.outbox.filter((entry) => entry.state !== 'sent').length;
  const places: [Tab, string][] = [
    ['list', pathOf()],
    ['outbox', pathOf('outbox')],
    ['me', pathOf('me')],
  ];
  return (
    <nav className="field-tabs">
      {places.map(([name, to]) => (
        <Link
          key={name}
          to={to}
          replace
          className={name === tab ? 'is-here' : ''}
          aria-current={name === tab ? 'page' : undefined}
        >
          {words.tabs[name]}
          {name === 'outbox' && count > 0 && <span className="tab-count">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
