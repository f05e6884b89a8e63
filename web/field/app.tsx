// The open phone: the page of its address. What comes before it is open stands in entrance.tsx.
import { useCallback } from 'react';
import type { Identity } from '../offline/identity.ts';
import type { Store } from '../offline/store.ts';
import { goTo, pathOf, useAddress } from './address.tsx';
import { useIdleLock } from './idle.ts';
import type { Keeper } from './keeper.ts';
import { lazyPage } from './lazy-page.tsx';
import { OpenPhone, usePhone } from './open-phone.tsx';
import { HouseholdPage } from './pages/household-page.tsx';
import { ListPage } from './pages/list-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';

const AttemptPage = lazyPage(() => import('./pages/attempt-page.tsx').then((file) => file.AttemptPage));
const ClashPage = lazyPage(() => import('./pages/clash-page.tsx').then((file) => file.ClashPage));
const EntryPage = lazyPage(() => import('./pages/entry-page.tsx').then((file) => file.EntryPage));
const HandBackPage = lazyPage(() => import('./pages/hand-back-page.tsx').then((file) => file.HandBackPage));
const LeadPage = lazyPage(() => import('./pages/lead-page.tsx').then((file) => file.LeadPage));
const MePage = lazyPage(() => import('./pages/me-page.tsx').then((file) => file.MePage));
const OutboxPage = lazyPage(() => import('./pages/outbox-page.tsx').then((file) => file.OutboxPage));
const SentPage = lazyPage(() => import('./pages/sent-page.tsx').then((file) => file.SentPage));
const VisitPage = lazyPage(() => import('./pages/visit-page.tsx').then((file) => file.VisitPage));

interface AppProps {
  store: Store;
  userId: string;
  identity: Identity;
  keeper: Keeper;
}

export function App({ store, userId, identity, keeper }: AppProps) {
  return (
    <OpenPhone store={store} userId={userId} identity={identity} keeper={keeper}>
      <Pages />
    </OpenPhone>
  );
}

function Pages() {
  const { parts } = useAddress();
  const { keeper, userId, sync } = usePhone();
  const lock = useCallback(() => keeper.lock(), [keeper]);
  useIdleLock(lock);
  const [page = '', id = '', more = ''] = parts;
  if (page === 'h' && more === 'back') return <HandBackPage id={id} />;
  if (page === 'h' && more === 'unmet') return <AttemptPage id={id} />;
  if (page === 'h') return <HouseholdPage key={id} id={id} />;
  if (page === 'lead') return <LeadPage id={id} />;
  if (page === 'clash') return <ClashPage id={id} />;
  if (page === 'visit') return <VisitPage id={id} step={Number(more) || 0} />;
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
