// Of what nobody is told: the list with the rules that can be named, the preview, making one and ending one.
import { queryOptions } from '@tanstack/react-query';
import type { SilencedRule, SilenceInput, SilencePreview, SilenceRow } from '../../../server/flow/alerts/model.ts';
import { call, queryString } from '../../api/client.ts';

export const silencesQuery = (isAll: boolean) =>
  queryOptions({
    queryKey: ['silences', isAll],
    queryFn: ({ signal }) =>
      call<{ items: SilenceRow[]; rules: SilencedRule[] }>(
        'GET',
        `/api/silences${queryString({ all: isAll ? 'true' : null })}`,
        { signal },
      ),
  });

export type Silenced = Pick<SilenceInput, 'ruleId' | 'household' | 'area'>;

export const previewSilence = (body: Silenced) => call<SilencePreview>('POST', '/api/silences/preview', { body });
export const addSilence = (body: SilenceInput) => call<{ id: string }>('POST', '/api/silences', { body });
export const endSilence = ({ id, reason }: { id: string; reason: string }) =>
  call('POST', `/api/silences/${encodeURIComponent(id)}/end`, { body: { reason } });
