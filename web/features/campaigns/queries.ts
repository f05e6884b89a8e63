// Sweeps and surveys: the list, one with what a sample says, the preview, beginning one and ending one.
import { queryOptions } from '@tanstack/react-query';
import type {
  CampaignDetail,
  CampaignRow,
  SweepInput,
  SweepPreview,
  SweepPreviewInput,
} from '../../../server/flow/tasks/campaigns/model.ts';
import { call } from '../../api/client.ts';

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns', 'list'],
  queryFn: async ({ signal }) => (await call<{ items: CampaignRow[] }>('GET', '/api/campaigns', { signal })).items,
});

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id],
    queryFn: ({ signal }) => call<CampaignDetail>('GET', `/api/campaigns/${encodeURIComponent(id)}`, { signal }),
  });

export const previewSweep = (body: SweepPreviewInput) => call<SweepPreview>('POST', '/api/campaigns/preview', { body });
export const beginSweep = (body: SweepInput) =>
  call<{ id: string; picked: number }>('POST', '/api/campaigns', { body });
export const endCampaign = ({ id, reason }: { id: string; reason: string }) =>
  call('POST', `/api/campaigns/${encodeURIComponent(id)}/end`, { body: { reason } });
