// The security officer's page: one sentence of how it stands, then sessions, locks, refusals, reveals, rights and keys.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SecurityView } from '../../../server/audit/model.ts';
import { AccountsTab } from '../../features/security/accounts-tab.tsx';
import { securityQuery, TABS, type Tab } from '../../features/security/queries.ts';
import { KeysTab, RightsTab } from '../../features/security/rights-tab.tsx';
import { SessionsTab } from '../../features/security/sessions-tab.tsx';
import { RefusedTab, RevealsTab } from '../../features/security/view-tabs.tsx';
import { securityWords } from '../../features/security/words.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { PrintHead } from '../../ui/print-head.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/list.css';
import '../../features/security/security.css';

const WAIT = 300;

export default function SecurityPage() {
  const words = useWords(securityWords);
  const { search, change } = useAddress();
  usePageTitle(words.page);
  const tab: Tab = TABS.find((one) => one === search.get('tab')) ?? 'sessions';
  const q = search.get('q') ?? '';
  const query = useQuery(securityQuery);
  const hasSearch = tab === 'sessions' || tab === 'accounts';
  return (
    <>
      <TopBarArea>
        <b>{words.page}</b>
      </TopBarArea>
      <main className="security-page">
        <h1 className="visually-hidden">{words.page}</h1>
        <PrintHead title={words.page} filter={words.tabs[tab]} />
        {query.data && <Sentence view={query.data} />}
        <div className="list-tabs no-print" role="tablist" aria-label={words.page}>
          {TABS.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`tab-${one}`}
              aria-selected={one === tab}
              aria-controls="security-tab"
              onClick={() => change({ tab: one === 'sessions' ? null : one, q: null })}
            >
              {words.tabs[one]}
            </button>
          ))}
        </div>
        <div id="security-tab" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          {hasSearch && (
            <SearchBox
              key={tab}
              name={tab === 'sessions' ? words.search : words.searchHeld}
              value={q}
              onChange={(value) => change({ q: value }, { replace: true })}
            />
          )}
          {tab === 'sessions' && <SessionsTab q={q} />}
          {tab === 'rights' && <RightsTab />}
          {tab === 'keys' && <KeysTab />}
          {['accounts', 'refused', 'reveals'].includes(tab) && (
            <>
              {query.isPending && <Skeleton lines={8} />}
              {query.isError && !query.data && (
                <Failed what={words.view} error={query.error} onRetry={() => void query.refetch()} />
              )}
              {query.data && tab === 'accounts' && <AccountsTab q={q} granted={query.data.granted} />}
              {query.data && tab === 'refused' && <RefusedTab refused={query.data.refused} />}
              {query.data && tab === 'reveals' && <RevealsTab reveals={query.data.reveals} />}
            </>
          )}
        </div>
      </main>
    </>
  );
}

/** How it stands, in one sentence. */
function Sentence({ view }: { view: SecurityView }) {
  const { sentence } = useWords(securityWords);
  const { people, usual } = view.reveals;
  const tries = view.refused.reduce((sum, one) => sum + one.tries, 0);
  const total = people.reduce((sum, one) => sum + one.total, 0);
  const unusual = people.flatMap((one) => one.byDay).filter((count) => count > usual).length;
  const parts = [
    sentence.refused(tries),
    sentence.granted(view.granted.length),
    sentence.reveals(people.length, total),
  ];
  return (
    <p className="list-sentence">
      {parts.join(sentence.comma)}
      {unusual > 0 && (
        <>
          {sentence.comma}
          <b>{sentence.unusual(unusual)}</b>
        </>
      )}
      {sentence.stop}
    </p>
  );
}

/** Asks when the typing rests, not at each letter. */
function SearchBox({ name, value, onChange }: { name: string; value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text.trim()), WAIT);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <div className="security-search no-print">
      <input
        type="search"
        className="field list-search"
        aria-label={name}
        placeholder={name}
        maxLength={40}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
