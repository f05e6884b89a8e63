// The administrator's accounts: the list under its filter, and beside it one account, its form, or a new one.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { PasswordMade } from '../../../server/access/accounts/model.ts';
import { useMe } from '../../api/session.ts';
import { AccountFilter } from '../../features/accounts/account-filter.tsx';
import { AccountForm } from '../../features/accounts/account-form.tsx';
import { AccountPanel } from '../../features/accounts/account-panel.tsx';
import { AccountTable } from '../../features/accounts/account-table.tsx';
import { PasswordDialog } from '../../features/accounts/password-dialog.tsx';
import { type AccountsAsked, accountQuery, accountsQuery, workplacesQuery } from '../../features/accounts/queries.ts';
import { accountWords } from '../../features/accounts/words.ts';
import { ContactPart } from '../../features/messages/contact-part.tsx';
import { useKeys } from '../../ui/keys.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { PrintHead } from '../../ui/print-head.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/list.css';
import '../../features/accounts/accounts.css';
import '../../features/messages/messages.css';

export default function AccountsPage() {
  const me = useMe();
  const navigate = useNavigate();
  const { language } = useLanguage();
  const words = useWords(accountWords);
  const { search, change } = useAddress();
  const [made, setMade] = useState<PasswordMade | null>(null);
  usePageTitle(words.page);
  const read = (name: string) => search.get(name) ?? '';
  const asked: AccountsAsked = { q: read('q'), role: read('role'), area: read('area'), state: read('state') };
  const opened = search.get('account');
  const isNew = search.get('new') !== null;
  const isChanging = search.get('change') !== null;
  const query = useInfiniteQuery(accountsQuery(asked));
  const workplaces = useQuery(workplacesQuery);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const departments = new Map((workplaces.data?.departments ?? []).map((one) => [one.code, one.names[language]]));
  const isFiltered = Object.values(asked).some(Boolean);
  const canMake = me.actions.includes('user.create');
  const close = () => change({ account: null, new: null, change: null });
  useKeys({
    n: () => canMake && change({ account: null, new: '1', change: null }),
    escape: () => (opened || isNew) && close(),
  });
  return (
    <>
      <TopBarArea>
        <b>{words.page}</b>
      </TopBarArea>
      <main className="list-page has-side">
        <h1 className="visually-hidden">{words.page}</h1>
        <PrintHead title={words.page} />
        <div className="list-bar">
          <AccountFilter asked={asked} onChange={(values) => change(values, { replace: true })} />
          {canMake && (
            <div className="list-acts no-print">
              <button type="button" className="button" onClick={() => void navigate('/accounts/import')}>
                {words.import}
              </button>
              <button
                type="button"
                className="button button-primary"
                onClick={() => change({ account: null, new: '1', change: null })}
              >
                {words.make} <span className="key">N</span>
              </button>
            </div>
          )}
        </div>
        <div className={query.isPlaceholderData ? 'list-main refreshing' : 'list-main'}>
          {query.isPending && <Skeleton lines={12} />}
          {query.isError && !query.data && (
            <Failed what={words.list} error={query.error} onRetry={() => void query.refetch()} />
          )}
          {query.data && rows.length === 0 && (
            <Empty>
              <p>{words.none}</p>
              {isFiltered && (
                <button
                  type="button"
                  className="button"
                  onClick={() => change({ q: null, role: null, area: null, state: null })}
                >
                  {words.widen}
                </button>
              )}
            </Empty>
          )}
          {rows.length > 0 && (
            <AccountTable
              rows={rows}
              opened={opened}
              departments={departments}
              onOpen={(account) => change({ account, new: null, change: null })}
            />
          )}
          {query.hasNextPage && (
            <div className="list-more no-print">
              <More of={query} />
            </div>
          )}
        </div>
        <aside className="list-side" aria-label={words.one}>
          {!opened && !isNew && (
            <Empty>
              <p>{words.choose}</p>
              <p>{words.duties}</p>
            </Empty>
          )}
          {isNew && workplaces.data && (
            <AccountForm account={null} isOwn={false} workplaces={workplaces.data} onMade={setMade} onClose={close} />
          )}
          {opened && (
            <Opened
              key={opened}
              id={opened}
              isChanging={isChanging}
              onChange={(is) => change({ change: is ? '1' : null })}
              onClose={close}
            />
          )}
        </aside>
      </main>
      {made && (
        <PasswordDialog
          made={made}
          onClose={() => {
            setMade(null);
            change({ account: made.id, new: null });
          }}
        />
      )}
    </>
  );
}

interface OpenedProps {
  id: string;
  isChanging: boolean;
  onChange: (is: boolean) => void;
  onClose: () => void;
}

function Opened({ id, isChanging, onChange, onClose }: OpenedProps) {
  const me = useMe();
  const { language } = useLanguage();
  const words = useWords(accountWords);
  const query = useQuery(accountQuery(id));
  const workplaces = useQuery(workplacesQuery);
  if (query.isPending || workplaces.isPending) return <Skeleton lines={10} />;
  if (!query.data || !workplaces.data)
    return <Failed what={words.one} error={query.error ?? workplaces.error} onRetry={() => void query.refetch()} />;
  const account = query.data;
  const department = workplaces.data.departments.find((one) => one.code === account.department)?.names[language];
  if (isChanging && me.actions.includes('user.change'))
    return (
      <AccountForm
        key={account.version}
        account={account}
        isOwn={account.id === me.id}
        workplaces={workplaces.data}
        onMade={() => undefined}
        onClose={() => onChange(false)}
      />
    );
  return (
    <AccountPanel
      account={account}
      me={me}
      department={department ?? account.department}
      contact={<ContactPart userId={account.id} name={account.name} canChange={me.actions.includes('user.change')} />}
      onChange={() => onChange(true)}
      onClose={onClose}
    />
  );
}
