// Sweeps by hand and surveys after disasters: how far they are, beginning one after its preview, ending one with a reason.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CampaignRow } from '../../../server/flow/tasks/campaigns/model.ts';
import { dayOf } from '../../../server/kernel/clock.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { CampaignDialog } from '../../features/campaigns/campaign-dialog.tsx';
import { CampaignTable } from '../../features/campaigns/campaign-table.tsx';
import { campaignsQuery, endCampaign } from '../../features/campaigns/queries.ts';
import { SweepForm } from '../../features/campaigns/sweep-form.tsx';
import { campaignWords } from '../../features/campaigns/words.ts';
import { useWords } from '../../ui/language.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Empty, Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AreaPicker } from './area-picker.tsx';
import { HomeArea } from './home-area.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/page.css';
import '../../features/campaigns/campaigns.css';

export default function CampaignsPage() {
  const me = useMe();
  const words = useWords(campaignWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const today = dayOf(useNow());
  const { search, change } = useAddress();
  const campaigns = useQuery(campaignsQuery);
  const [isAdding, setIsAdding] = useState(false);
  const [ending, setEnding] = useState<CampaignRow | null>(null);
  const end = useMutation({
    mutationFn: endCampaign,
    onSuccess: () => {
      setEnding(null);
      say(words.endDone);
    },
    onSettled: () => Promise.all(['campaigns', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const rows = campaigns.data ?? [];
  const looked = rows.find((row) => row.id === search.get('campaign'));
  return (
    <main className="plain-page">
      <HomeArea />
      <div className="plain-head">
        <h1>{words.title}</h1>
        {me.actions.includes('campaign.create') && (
          <button type="button" className="button button-primary no-print" onClick={() => setIsAdding(true)}>
            {words.add}
          </button>
        )}
      </div>
      {campaigns.isPending && <Skeleton lines={6} />}
      {campaigns.isError && !campaigns.data && (
        <Failed what={words.what} error={campaigns.error} onRetry={() => void campaigns.refetch()} />
      )}
      {campaigns.data && (
        <>
          <p className="plain-sentence">
            {words.sentence(rows.filter((row) => row.endedAt === null).length)} {words.explain}
          </p>
          {rows.length === 0 ? (
            <Empty>{words.empty}</Empty>
          ) : (
            <CampaignTable
              rows={rows}
              mayEnd={me.actions.includes('campaign.end')}
              onLook={(row) => change({ campaign: row.id })}
              onEnd={setEnding}
            />
          )}
        </>
      )}
      {looked && <CampaignDialog id={looked.id} name={looked.name} onClose={() => change({ campaign: null })} />}
      {isAdding && (
        <SweepForm
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
          send={words.endSend}
          fault={end.isError ? problemText(end.error) : undefined}
          isSending={end.isPending}
          onSend={(reason) => end.mutate({ id: ending.id, reason })}
          onClose={() => setEnding(null)}
        />
      )}
    </main>
  );
}
