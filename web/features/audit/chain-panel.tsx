// Whether the log was changed: how far it is sealed, who verified it last, and the button to do it now.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNow } from '../../api/now.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { formatCount, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { chainQuery, verifyChain } from './queries.ts';
import { auditWords } from './words.ts';

export function ChainPanel() {
  const client = useQueryClient();
  const { language } = useLanguage();
  const { chain } = useWords(auditWords);
  const problemText = useProblemText();
  const now = useNow();
  const query = useQuery(chainQuery);
  const verify = useMutation({
    mutationFn: verifyChain,
    onSuccess: () => client.invalidateQueries({ queryKey: ['audit', 'chain'] }),
  });
  const time = (at: string) => formatDayTime(at, language, now);
  const state = query.data;
  const last = state?.verified;
  const result = verify.data;
  return (
    <section className="panel-part" aria-live="polite">
      <h2>{chain.title}</h2>
      {query.isPending && <Skeleton lines={3} />}
      {query.isError && !state && (
        <Failed what={chain.title} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {state && (
        <>
          <p>
            {state.lastSealedAt ? chain.sealed(formatCount(state.sealed), time(state.lastSealedAt)) : chain.none}{' '}
            {chain.unsealed(state.unsealed)}
          </p>
          <p className={last && !last.ok ? 'late' : undefined}>
            {!last && chain.never}
            {last &&
              (last.ok
                ? chain.verifiedOk(formatCount(last.sealed ?? state.sealed), time(last.at), last.by)
                : chain.verifiedBad(time(last.at), last.by))}
          </p>
        </>
      )}
      <p className="panel-acts no-print">
        <ActButton disabled={verify.isPending} onClick={() => verify.mutate()}>
          {verify.isPending ? chain.verifying : chain.verify}
        </ActButton>
      </p>
      {verify.isError && <p className="late">{problemText(verify.error)}</p>}
      {result?.ok && <p className="note-line">{chain.ok(formatCount(result.sealed))}</p>}
      {result?.firstBroken && (
        <p className="note-line is-urgent" role="alert">
          <b>{chain.broken[result.firstBroken.kind]}</b>{' '}
          {chain.at(result.firstBroken.sequence, result.firstBroken.entryId)}
        </p>
      )}
      {result && (
        <>
          <p className="faint">{chain.head}</p>
          <code className="chain-head">{result.head}</code>
        </>
      )}
      <p className="faint">{chain.about}</p>
    </section>
  );
}
