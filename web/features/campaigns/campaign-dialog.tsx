// One campaign: why, whom, what stands still for it, and of a drawn sample what it says of those whom no rule named.
import { useQuery } from '@tanstack/react-query';
import type { CampaignDetail } from '../../../server/flow/tasks/campaigns/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPercent } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { campaignQuery } from './queries.ts';
import { campaignWords } from './words.ts';

export function CampaignDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const common = useWords(ui);
  const words = useWords(campaignWords);
  const campaign = useQuery(campaignQuery(id));
  return (
    <Dialog title={name} onClose={onClose}>
      {campaign.isPending && <Skeleton lines={4} />}
      {campaign.isError && !campaign.data && (
        <Failed what={words.what} error={campaign.error} onRetry={() => void campaign.refetch()} />
      )}
      {campaign.data && <Facts campaign={campaign.data} />}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}

function Facts({ campaign }: { campaign: CampaignDetail }) {
  const { detail } = useWords(campaignWords);
  const { condition, drawSeed, estimate } = campaign;
  return (
    <dl className="campaign-facts">
      <dt>{detail.reason}</dt>
      <dd>{campaign.reason}</dd>
      {condition && (
        <>
          <dt>{detail.condition}</dt>
          <dd>
            <code>{condition}</code>
          </dd>
        </>
      )}
      {drawSeed && (
        <>
          <dt>{detail.draw}</dt>
          <dd>{detail.seed(drawSeed)}</dd>
        </>
      )}
      {estimate && (
        <>
          <dt>{detail.estimate}</dt>
          <dd>
            {estimate.share === null ? (
              detail.noVisits
            ) : (
              <>
                <b>
                  {detail.share(
                    formatPercent(estimate.share),
                    formatPercent(estimate.low ?? 0),
                    formatPercent(estimate.high ?? 1),
                  )}
                </b>
                <br />
                {detail.visited(estimate.visited, estimate.confirmed, estimate.unverified)}
              </>
            )}
          </dd>
        </>
      )}
      {campaign.suspended > 0 && <dd>{detail.suspended(campaign.suspended)}</dd>}
    </dl>
  );
}
