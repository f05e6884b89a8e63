// Silences: of what nobody is told, why and until when; making one after its preview, and ending one with a reason.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SilenceRow } from '../../../server/flow/alerts/model.ts';
import { dayOf } from '../../../server/kernel/clock.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { endSilence, silencesQuery } from '../../features/silences/queries.ts';
import { SilenceForm } from '../../features/silences/silence-form.tsx';
import { SilenceTable } from '../../features/silences/silence-table.tsx';
import { silenceWords } from '../../features/silences/words.ts';
import { useWords } from '../../ui/language.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Empty, Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AreaPicker } from './area-picker.tsx';
import { HomeArea } from './home-area.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/page.css';

export default function SilencesPage() {
  const me = useMe();
  const words = useWords(silenceWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const today = dayOf(useNow());
  const { search, change } = useAddress();
  const isAll = search.get('all') === 'true';
  const silences = useQuery(silencesQuery(isAll));
  const [isAdding, setIsAdding] = useState(false);
  const [ending, setEnding] = useState<SilenceRow | null>(null);
  const end = useMutation({
    mutationFn: endSilence,
    onSuccess: () => {
      setEnding(null);
      say(words.endDone);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['silences'] }),
  });
  const rows = silences.data?.items ?? [];
  return (
    <main className="plain-page">
      <HomeArea />
      <div className="plain-head">
        <h1>{words.title}</h1>
        {me.actions.includes('silence.create') && (
          <button type="button" className="button button-primary no-print" onClick={() => setIsAdding(true)}>
            {words.add}
          </button>
        )}
      </div>
      {silences.isPending && <Skeleton lines={6} />}
      {silences.isError && !silences.data && (
        <Failed what={words.what} error={silences.error} onRetry={() => void silences.refetch()} />
      )}
      {silences.data && (
        <>
          <p className="plain-sentence">
            {words.sentence(rows.filter((row) => row.isHolding).length)} {words.explain}
          </p>
          <label className="no-print">
            <input
              type="checkbox"
              checked={isAll}
              onChange={(event) => change({ all: event.target.checked ? 'true' : null })}
            />{' '}
            {words.all}
          </label>
          {rows.length === 0 ? (
            <Empty>{words.empty}</Empty>
          ) : (
            <SilenceTable rows={rows} mayEnd={me.actions.includes('silence.end')} onEnd={setEnding} />
          )}
        </>
      )}
      {isAdding && (
        <SilenceForm
          rules={silences.data?.rules ?? []}
          home={me.areas[0]?.code ?? ''}
          today={today}
          renderPlace={(value, onPick) => <AreaPicker value={value} onPick={onPick} />}
          onClose={() => setIsAdding(false)}
        />
      )}
      {ending && (
        <ReasonDialog
          title={words.endTitle}
          hint={words.endHint}
          send={words.send}
          fault={end.isError ? problemText(end.error) : undefined}
          isSending={end.isPending}
          onSend={(reason) => end.mutate({ id: ending.id, reason })}
          onClose={() => setEnding(null)}
        />
      )}
    </main>
  );
}
