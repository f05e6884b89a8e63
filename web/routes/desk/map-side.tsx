// The right half of the map page: sentence, counts, tabs, and in their place the why of an opened alert.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import { areasQuery } from '../../api/areas.ts';
import type { Filter } from '../../api/filter.ts';
import { useNow } from '../../api/now.ts';
import type { Measure } from '../../charts/ramp.ts';
import { AlertList } from '../../features/alerts/alert-list.tsx';
import { WhyWithHead } from '../../features/alerts/why-head.tsx';
import { DaySentence } from '../../features/map/day-sentence.tsx';
import { LevelCounts } from '../../features/map/level-counts.tsx';
import { mapQuery } from '../../features/map/queries.ts';
import { Ranking } from '../../features/map/ranking.tsx';
import { RuleTable } from '../../features/map/rule-table.tsx';
import { sentenceOf, type Target } from '../../features/map/sentence.ts';
import { mapWords } from '../../features/map/words.ts';
import { formatCount, formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';

const TABS = ['areas', 'rules', 'list'] as const;

interface MapSideProps {
  map: AlertMap;
  filter: Filter;
  isOld: boolean;
  measure: Measure;
  focused: string | null;
  onFocus: (code: string | null) => void;
  onEnter: (code: string) => void;
  onFollow: (target: Target) => void;
  search: URLSearchParams;
  change: (values: Record<string, string | null>, options?: { replace?: boolean }) => void;
}

export function MapSide({
  map,
  filter,
  isOld,
  measure,
  focused,
  onFocus,
  onEnter,
  onFollow,
  search,
  change,
}: MapSideProps) {
  const { language } = useLanguage();
  const words = useWords(mapWords);
  const now = useNow();
  // A picked level must not blank the counts of the others, nor a picked rule the other rules.
  const withoutLevel = useQuery({ ...mapQuery({ ...filter, severity: [] }), placeholderData: keepPreviousData });
  const { rule: _, ...withoutRule } = filter;
  const allRules = useQuery({ ...mapQuery(withoutRule), placeholderData: keepPreviousData });
  const siblings = useQuery({ ...areasQuery(map.area.code), enabled: map.area.code.length === 2 });
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'areas';
  const openAlert = search.get('alert');
  const areaTab = words.tabs.areas[map.area.code.length as 2 | 4 | 6 | 9 | 12] ?? words.tabs.areas[2];
  const names = { areas: areaTab, rules: words.tabs.rules, list: words.tabs.list };
  const counts = { areas: map.children.length, rules: (allRules.data ?? map).rules.length, list: map.total };

  if (openAlert) {
    return (
      <aside className="map-side">
        <WhyWithHead id={openAlert} onClose={() => change({ alert: null })} />
      </aside>
    );
  }
  return (
    <aside className={isOld ? 'map-side refreshing' : 'map-side'}>
      <DaySentence
        parts={sentenceOf({ map, state: filter.state, language })}
        asOf={map.asOf && formatDayTime(map.asOf, language, now)}
        onFollow={onFollow}
      />
      <LevelCounts
        map={withoutLevel.data ?? map}
        picked={filter.severity}
        onPick={(severity) => change({ severity })}
      />
      <div className="tabs" role="tablist">
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={one === tab}
            onClick={() => change({ tab: one === 'areas' ? null : one }, { replace: true })}
          >
            {names[one]}
            <span className="faint">{formatCount(counts[one])}</span>
          </button>
        ))}
      </div>
      <div className="map-side-body" role="tabpanel" aria-label={names[tab]}>
        {tab === 'areas' && (
          <Ranking
            map={map}
            measure={measure}
            focused={focused}
            nameOf={(code) => siblings.data?.find((area) => area.code === code)?.name.replace(/(朝鲜族自治州|市)$/, '')}
            onFocus={onFocus}
            onEnter={onEnter}
          />
        )}
        {tab === 'rules' && (
          <RuleTable map={allRules.data ?? map} picked={filter.rule} onPick={(rule) => change({ rule })} />
        )}
        {tab === 'list' && (
          <AlertList
            filter={filter}
            onOpen={(id) => change({ alert: id })}
            onWiden={() => change({ severity: null, class: null, rule: null })}
          />
        )}
      </div>
    </aside>
  );
}
