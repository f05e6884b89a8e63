// The auditor's page: who saw and did what to whom, when and why; and whether the log itself was changed.
import { useInfiniteQuery } from '@tanstack/react-query';
import { dayOf } from '../../../server/kernel/clock.ts';
import { useNow } from '../../api/now.ts';
import { AuditFilter } from '../../features/audit/audit-filter.tsx';
import { AuditTable } from '../../features/audit/audit-table.tsx';
import { ChainPanel } from '../../features/audit/chain-panel.tsx';
import { type AuditAsked, auditQuery, exportFile, PERIODS, wantedOf } from '../../features/audit/queries.ts';
import { auditWords } from '../../features/audit/words.ts';
import { useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { PrintHead } from '../../ui/print-head.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/list.css';
import '../../features/audit/audit.css';

const USUAL = '7';

export default function AuditPage() {
  const words = useWords(auditWords);
  const { search, change } = useAddress();
  const today = dayOf(useNow());
  usePageTitle(words.page);
  const read = (name: string) => search.get(name) ?? '';
  // One family's record is asked for whole: a week of it would look as if nobody had been there.
  const usual = read('subject').includes(':') ? 'all' : USUAL;
  const asked: AuditAsked = {
    period: PERIODS.find((one) => one === search.get('period')) ?? usual,
    from: read('from') || today,
    until: read('until') || today,
    ...{ actor: read('actor'), action: read('action'), subject: read('subject'), area: read('area') },
  };
  const set = (values: Partial<AuditAsked>) =>
    change({ ...values, ...(values.period === USUAL && usual === USUAL && { period: null }) }, { replace: true });
  const wanted = wantedOf(asked, today);
  const query = useInfiniteQuery(auditQuery(wanted));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const said = Object.entries(wanted).flatMap(([name, value]) =>
    value ? `${words.fields[name] ?? name} ${value}` : [],
  );
  return (
    <>
      <TopBarArea>
        <b>{words.page}</b>
      </TopBarArea>
      <main className="list-page has-side audit-page">
        <h1 className="visually-hidden">{words.page}</h1>
        <PrintHead title={words.page} filter={said.join(' · ')} />
        <div className="list-bar no-print">
          <AuditFilter asked={asked} onChange={set} />
          <div className="list-acts">
            <button type="button" className="button" onClick={() => window.print()}>
              {words.print}
            </button>
            <a className="button" href={exportFile(wanted)} download>
              {words.export}
            </a>
          </div>
        </div>
        <div className={query.isPlaceholderData ? 'list-main refreshing' : 'list-main'}>
          {query.isPending && <Skeleton lines={12} />}
          {query.isError && !query.data && (
            <Failed what={words.list} error={query.error} onRetry={() => void query.refetch()} />
          )}
          {query.data && rows.length === 0 && (
            <Empty>
              <p>{words.empty}</p>
              <button
                type="button"
                className="button"
                onClick={() =>
                  asked.period === 'all'
                    ? change({ actor: null, action: null, subject: null, area: null })
                    : change({ period: 'all' })
                }
              >
                {asked.period === 'all' ? words.widest : words.widen}
              </button>
            </Empty>
          )}
          {rows.length > 0 && (
            <AuditTable
              rows={rows}
              onActor={(actor) => change({ actor })}
              onSubject={(subject) => change({ subject, period: null })}
            />
          )}
          {query.hasNextPage && (
            <div className="list-more no-print">
              <More of={query} />
            </div>
          )}
        </div>
        <aside className="list-side" aria-label={words.chain.title}>
          <ChainPanel />
        </aside>
      </main>
    </>
  );
}
