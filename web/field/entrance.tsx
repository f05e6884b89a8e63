// What the phone shows first: whoever must be asked (account, PIN) and what stands in the way; the pages behind are fetched meanwhile.
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useWords } from '../ui/language.tsx';
import { ui } from '../ui/words.ts';
import type { Keeper } from './keeper.ts';
import { Gate, Notice } from './pages/gate.tsx';
import { NewPinPage, PinPage } from './pages/pin-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { fieldWords } from './words.ts';

/** Signing in and the PIN need a third less than the whole, and on a slow line that third is a second. */
const loadApp = () => import('./app.tsx');
/** A slow phone has drawn its first page by then, and nobody has typed six digits. */
const FIRST_PAINT = 500;
const App = lazy(() => loadApp().then(({ App }) => ({ default: App })));

const UnableNotice = lazy(() => import('./pages/unable-notice.tsx'));
const LostNotice = lazy(() => import('./pages/lost-notice.tsx'));

export function Entrance({ keeper }: { keeper: Keeper }) {
  const stage = useSyncExternalStore(keeper.subscribe, keeper.read);
  const words = useWords(fieldWords);
  const common = useWords(ui);
  useEffect(() => void keeper.start(), [keeper]);
  const hasStarted = stage.kind !== 'starting';
  useEffect(() => {
    // Once somebody has a field to type into, and not before it is painted. What fails is asked for again when the page is opened.
    if (!hasStarted) return;
    const timer = setTimeout(() => void loadApp().catch(() => undefined), FIRST_PAINT);
    return () => clearTimeout(timer);
  }, [hasStarted]);
  const start = (label: string) => (
    <button type="button" className="button field-button wide" onClick={() => void keeper.start()}>
      {label}
    </button>
  );
  const again = start(common.retry);
  switch (stage.kind) {
    case 'starting':
      return <Gate>{null}</Gate>;
    case 'unable':
      return (
        <Suspense fallback={<Gate>{null}</Gate>}>
          <UnableNotice />
        </Suspense>
      );
    case 'elsewhere':
      return (
        <Notice title={words.elsewhere} hint={words.elsewhereHint}>
          {again}
        </Notice>
      );
    case 'unreachable':
      return (
        <Notice title={words.unreachable} hint={words.unreachableHint}>
          {again}
        </Notice>
      );
    case 'wiped':
      return (
        <Notice title={words.wiped} hint={words.wipedHint}>
          {start(words.signIn)}
        </Notice>
      );
    case 'lost':
      return (
        <Suspense fallback={<Gate>{null}</Gate>}>
          <LostNotice>{start(words.signIn)}</LostNotice>
        </Suspense>
      );
    case 'first-password':
      return (
        <Notice title={words.firstPassword} hint={words.firstPasswordHint}>
          <a className="button field-button wide" href="/password">
            {words.changePassword}
          </a>
        </Notice>
      );
    case 'signed-out':
      return <SignInPage onDone={() => void keeper.start()} />;
    case 'new':
      return <NewPinPage keeper={keeper} />;
    case 'locked':
      return <PinPage keeper={keeper} />;
    case 'open':
      return (
        <Suspense fallback={<Gate>{null}</Gate>}>
          <App store={stage.store} userId={stage.userId} identity={stage.identity} keeper={keeper} />
        </Suspense>
      );
  }
}
