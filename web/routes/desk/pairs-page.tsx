// The clerk's desk for identities: the queue, and beside it the pair that is open; j and k walk, l and d decide, u takes back.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { PAIR_STATES, type PairState } from '../../../server/flow/match/model.ts';
import { ApiError } from '../../api/problem.ts';
import { useMe } from '../../api/session.ts';
import { PairList } from '../../features/pairs/pair-list.tsx';
import { PairPanel } from '../../features/pairs/pair-panel.tsx';
import { type PairAct, pairQuery, pairsQuery } from '../../features/pairs/queries.ts';
import { pairWords } from '../../features/pairs/words.ts';
import { formatCount } from '../../ui/format.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../features/pairs/pairs.css';

export default function PairsPage() {
  const me = useMe();
  const words = useWords(pairWords);
  const say = useToast();
  const navigate = useNavigate();
  const { id = null } = useParams();
  const { search } = useAddress();
  const state = PAIR_STATES.find((one) => one === search.get('state')) ?? 'open';
  const query = useInfiniteQuery(pairsQuery(state));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = query.data?.pages[0]?.counts ?? {};

  const goTo = (to: { id?: string | null; state?: PairState }) => {
    const next = to.state ?? state;
    void navigate(`/pairs${to.id ? `/${to.id}` : ''}${next === 'open' ? '' : `?state=${next}`}`);
  };
  const at = rows.findIndex((row) => row.id === id);
  const step = (by: number) => {
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) goTo({ id: next.id });
  };
  useKeys({ j: () => step(1), k: () => step(-1), escape: () => id && goTo({ id: null }) });
  useEffect(() => {
    if (id) document.querySelector(`[data-pair="${id}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id]);

  const onDone = ({ verb }: PairAct, left: PairState | null) => {
    say(left === null && verb === 'undo' ? words.gone : words.done[verb]);
    const next = rows[at + 1] ?? rows[at - 1];
    goTo({ id: next && next.id !== id ? next.id : null });
  };
  return (
    <>
      <TopBarArea>
        <b>{me.body?.name ?? me.areas[0]?.name}</b>
        <span className="faint"> / </span>
        {words.page}
      </TopBarArea>
      <main className={id ? 'pairs-page is-open' : 'pairs-page'}>
        <h1 className="visually-hidden">{words.page}</h1>
        <div className="pairs-queue">
          <div className="pairs-tabs" role="tablist">
            {PAIR_STATES.map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                aria-selected={one === state}
                onClick={() => goTo({ id: null, state: one })}
              >
                {words.states[one]} {formatCount(counts[one] ?? 0)}
              </button>
            ))}
          </div>
          {query.isPending && <Skeleton lines={10} />}
          {query.isError && !query.data && (
            <Failed what={words.list} error={query.error} onRetry={() => void query.refetch()} />
          )}
          {query.data && rows.length === 0 && (
            <Empty>{state === 'open' ? words.empty : words.emptyOf(words.states[state])}</Empty>
          )}
          {rows.length > 0 && (
            <PairList
              rows={rows}
              selected={id}
              onSelect={(one) => goTo({ id: one })}
              footer={
                query.hasNextPage && (
                  <p className="side-section">
                    <More of={query} />
                  </p>
                )
              }
            />
          )}
        </div>
        <section className="pair-panel" aria-label={words.one}>
          {id && (
            <p className="pairs-back no-print">
              <button type="button" className="link-button" onClick={() => goTo({ id: null })}>
                ← {words.close}
              </button>
            </p>
          )}
          {id ? (
            <OpenPair key={id} id={id} onDone={onDone} />
          ) : (
            <Empty>
              <p>{words.lead}</p>
              {rows.length > 0 && <p>{words.choose}</p>}
            </Empty>
          )}
        </section>
      </main>
    </>
  );
}

function OpenPair({ id, onDone }: { id: string; onDone: (act: PairAct, state: PairState | null) => void }) {
  const words = useWords(pairWords);
  const query = useQuery(pairQuery(id));
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.error instanceof ApiError && query.error.code === 'not-found') return <Empty>{words.gone}</Empty>;
  if (!query.data) return <Failed what={words.one} error={query.error} onRetry={() => void query.refetch()} />;
  return <PairPanel detail={query.data} onDone={onDone} />;
}
