// What the phone shows: first whoever must be asked (account, PIN), then the page of its address.
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useWords } from '../ui/language.tsx';
import { ui } from '../ui/words.ts';
import { goTo, pathOf, useAddress } from './address.tsx';
import { useIdleLock } from './idle.ts';
import type { Keeper } from './keeper.ts';
import { OpenPhone, usePhone } from './open-phone.tsx';
import { EntryPage } from './pages/entry-page.tsx';
import { Gate, Notice } from './pages/gate.tsx';
import { HandBackPage } from './pages/hand-back-page.tsx';
import { HouseholdPage } from './pages/household-page.tsx';
import { ListPage } from './pages/list-page.tsx';
import { MePage } from './pages/me-page.tsx';
import { OutboxPage } from './pages/outbox-page.tsx';
import { NewPinPage, PinPage } from './pages/pin-page.tsx';
import { SentPage } from './pages/sent-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { VisitPage } from './pages/visit-page.tsx';
import { fieldWords } from './words.ts';

export function App({ keeper }: { keeper: Keeper }) {
  const stage = useSyncExternalStore(keeper.subscribe, keeper.read);
  const words = useWords(fieldWords);
  const common = useWords(ui);
  useEffect(() => void keeper.start(), [keeper]);
  const again = (
    <button type="button" className="button field-button wide" onClick={() => void keeper.start()}>
      {common.retry}
    </button>
  );
  switch (stage.kind) {
    case 'starting':
      return <Gate>{null}</Gate>;
    case 'unable':
      return <Notice title={words.unable} hint={words.unableHint} />;
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
          {again}
        </Notice>
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
        <OpenPhone store={stage.store} userId={stage.userId} keeper={keeper}>
          <Pages />
        </OpenPhone>
      );
  }
}

function Pages() {
  const { parts } = useAddress();
  const { keeper, userId, sync } = usePhone();
  const lock = useCallback(() => keeper.lock(), [keeper]);
  useIdleLock(lock);
  const [page = '', id = '', more = ''] = parts;
  if (page === 'h' && more === 'back') return <HandBackPage id={id} />;
  if (page === 'h') return <HouseholdPage key={id} id={id} />;
  if (page === 'visit') return <VisitPage id={id} step={Number(more) || 1} />;
  if (page === 'sent') return <SentPage id={id} />;
  if (page === 'outbox') return id ? <EntryPage id={id} /> : <OutboxPage />;
  if (page === 'me') return <MePage />;
  if (page === 'sign-in') {
    const done = () => {
      goTo(pathOf(), { replace: true });
      sync();
    };
    return <SignInPage owner={userId} onDone={done} />;
  }
  return <ListPage />;
}
