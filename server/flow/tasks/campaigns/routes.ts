// Sweeps by hand, and the campaigns that disasters opened: look, preview, begin, end.
import { z } from 'zod';
import { defineRoute, type Route } from '../../../access/route.ts';
import { orNotFound } from '../../../kernel/problem.ts';
import { readBook } from '../../rules/book.ts';
import type { RuleBook } from '../../rules/load.ts';
import { CampaignDetail, CampaignEndInput, CampaignRow, SweepInput, SweepPreview, SweepPreviewInput } from './model.ts';
import { endCampaign, findCampaign, listCampaigns, openSweep, previewSweep, wishOf } from './store.ts';

const ById = z.object({ id: z.uuid() });

export function campaignRoutes({
  book,
  outcomes,
}: {
  book: RuleBook;
  outcomes: readonly { code: string; confirms: boolean | null }[];
}): Route[] {
  const confirms = new Map(outcomes.map((outcome) => [outcome.code, outcome.confirms]));

  return [
    defineRoute({
      method: 'GET',
      url: '/api/campaigns',
      action: 'campaign.read',
      summary: 'Campaigns of my area: surveys after disasters, sweeps by hand',
      response: z.object({ items: z.array(CampaignRow) }),
      handle: async ({ tx, scope }) => ({ items: await listCampaigns(tx, scope) }),
    }),
    defineRoute({
      method: 'GET',
      url: '/api/campaigns/:id',
      action: 'campaign.read',
      summary: 'One campaign; of a drawn sample, what it says of those whom no rule named',
      params: ById,
      response: CampaignDetail,
      handle: async ({ tx, scope, params }) => orNotFound(await findCampaign(tx, scope, params.id, confirms)),
    }),
    defineRoute({
      method: 'POST',
      url: '/api/campaigns/preview',
      action: 'campaign.preview',
      summary: 'How many households a sweep would visit, by village and room; changes nothing',
      body: SweepPreviewInput,
      response: SweepPreview,
      async handle({ tx, scope, body, now, record }) {
        const preview = await previewSweep(tx, wishOf(body, scope, now), await readBook(tx, book));
        const details = { condition: body.condition ?? null, picked: preview.picked };
        await record({ subjectKind: 'campaign', subjectId: 'preview', areaCode: body.area, details });
        return preview;
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/campaigns',
      action: 'campaign.create',
      summary: 'Begin a sweep: the households a condition describes, or a sample of those whom no rule has named',
      startsCycle: true,
      body: SweepInput,
      response: z.object({ id: z.uuid(), population: z.number(), picked: z.number() }),
      async handle({ tx, scope, user, body, now, record }) {
        const wish = wishOf(body, scope, now);
        const begun = await openSweep(tx, wish, { input: body, book: await readBook(tx, book), by: user.id, now });
        const details = { condition: wish.condition, seed: wish.draw?.seed ?? null, picked: begun.picked };
        await record({ subjectKind: 'campaign', subjectId: begun.id, areaCode: body.area, details });
        return begun;
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/campaigns/:id/end',
      action: 'campaign.end',
      summary: 'End a campaign: what nobody was given is called off, and clocks go on',
      startsCycle: true,
      params: ById,
      body: CampaignEndInput,
      response: ById,
      async handle({ tx, scope, user, params, body, now, record }) {
        const { area } = await endCampaign(tx, scope, { id: params.id, by: user.id, now });
        const details = { reason: body.reason ?? null };
        await record({ subjectKind: 'campaign', subjectId: params.id, areaCode: area, details });
        return { id: params.id };
      },
    }),
  ];
}
