// 线索: what people told of and what came of it; first the households that no registry knows.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LEAD_CHANNELS } from '../../../server/flow/alerts/model.ts';
import { LEAD_VIEWS } from '../../../server/leads/list/model.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { LeadDialog } from '../../features/leads/lead-dialog.tsx';
import { LeadTable } from '../../features/leads/lead-table.tsx';
import { leadsQuery } from '../../features/leads/queries.ts';
import { leadWords } from '../../features/leads/words.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AreaPicker } from './area-picker.tsx';
import { HomeArea } from './home-area.tsx';
import { useAddress } from './use-address.ts';

const [USUAL] = LEAD_VIEWS;

export default function LeadsPage() {
  const me = useMe();
  const words = useWords(leadWords);
  const { search, change } = useAddress();
  const [isTelling, setIsTelling] = useState(false);
  usePageTitle(words.page);
  const asked = {
    area: search.get('area') ?? '',
    view: LEAD_VIEWS.find((one) => one === search.get('view')) ?? USUAL,
    channel: LEAD_CHANNELS.find((one) => one === search.get('channel')) ?? '',
  };
  const query = useInfiniteQuery(leadsQuery(asked));
  const outcomes = useQuery(outcomesQuery).data?.items ?? [];
  const counts = query.data?.pages[0]?.counts;
  const home = me.areas[0];
  return (
    <main className="plain-page">
      <HomeArea />
      <div className="plain-head">
        <h1>{words.page}</h1>
        <div className="sentence-filter no-print">
          <span>{words.lead}</span>
          <AreaPicker value={asked.area} onPick={(area) => change({ area })} />
          <span>{words.through}</span>
          <Picker
            label={words.channel}
            value={asked.channel}
            choices={[
              { value: '', name: words.anyChannel },
              ...LEAD_CHANNELS.map((value) => ({ value, name: words.channels[value] })),
            ]}
            onPick={(channel) => change({ channel })}
          />
          {me.actions.includes('lead.create') && home && (
            <button type="button" className="button button-primary" onClick={() => setIsTelling(true)}>
              {words.make}
            </button>
          )}
        </div>
      </div>
      <p className="plain-sentence">{words.explain[asked.view]}</p>
      <Tabs
        label={words.page}
        tabs={LEAD_VIEWS.map((value) => ({ value, name: words.views[value], count: counts?.[value] }))}
        chosen={asked.view}
        onPick={(view) => change({ view: view === USUAL ? null : view })}
      />
      <LeadTable
        query={query}
        outcomes={outcomes}
        empty={words.empty[asked.view]}
        mayLink={me.actions.includes('lead.link')}
        mayRegister={me.actions.includes('lead.register')}
      />
      {isTelling && home && (
        <LeadDialog area={home.code} onClose={() => setIsTelling(false)} onSaved={() => setIsTelling(false)} />
      )}
    </main>
  );
}
