// The right half of the map page: sentence, counts, tabs, and in their place the why of an opened alert.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import type { AlertChanges } from '../../../server/insight/model.ts';
import { areasQuery } from '../../api/areas.ts';
import type { Filter } from '../../api/filter.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import type { Measure } from '../../charts/ramp.ts';
import { AlertList } from '../../features/alerts/alert-list.tsx';
import { WhyWithHead } from '../../features/alerts/why-head.tsx';
import { ChangePanel, type ChangeTarget } from '../../features/map/change-panel.tsx';
import { DaySentence } from '../../features/map/day-sentence.tsx';
import type { Beside } from '../../features/map/figures.ts';
import { LevelCounts } from '../../features/map/level-counts.tsx';
import { mapQuery } from '../../features/map/queries.ts';
import { Ranking } from '../../features/map/ranking.tsx';
import { RuleTable } from '../../features/map/rule-table.tsx';
import { sentenceOf, type Target } from '../../features/map/sentence.ts';
import { toldCount } from '../../features/map/told.ts';
import { TrendStrip } from '../../features/map/trend-strip.tsx';
import { mapWords } from '../../features/map/words.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';

/** What the empty list offers to drop. */
const NARROWER = {
  ...{ severity: null, class: null, rule: null, cause: null, source: null },
  ...{ from: null, until: null, endedFrom: null, endedUntil: null },
};
const TABS = ['areas', 'rules', 'list', 'changes'] as const;

interface MapSideProps {
  map: AlertMap;
  changes: AlertChanges | undefined;
  beside: Beside;
  filter: Filter;
  isOld: boolean;
  measure: Measure;
  focused: string | null;
  onFocus: (code: string | null) => void;
  onEnter: (code: string) => void;
  onFollow: (target: Target) => void;
  onFollowChange: (target: ChangeTarget) => void;
  search: URLSearchParams;
  change: (values: Record<string, string | null>, options?: { replace?: boolean }) => void;
}

export function MapSide({
  map,
  changes,
  beside,
  filter,
  isOld,
  measure,
  focused,
  onFocus,
  onEnter,
  onFollow,
  onFollowChange,
  search,
  change,
}: MapSideProps) {
  const { language } = useLanguage();
  const me = useMe();
  const words = useWords(mapWords);
  const now = useNow();
  // A picked level must not blank the counts of the others, nor a picked rule the other rules.
  const withoutLevel = useQuery({ ...mapQuery({ ...filter, severity: [] }), placeholderData: keepPreviousData });
  const { rule: _, ...withoutRule } = filter;
  const allRules = useQuery({ ...mapQuery(withoutRule), placeholderData: keepPreviousData });
  const siblings = useQuery({ ...areasQuery(map.area.code), enabled: map.area.code.length === 2 });
  // The list names people: not everybody who sees the counts sees it.
  const tabs = TABS.filter((one) => one !== 'list' || me.actions.includes('alert.read'));
  const tab = tabs.find((one) => one === search.get('tab')) ?? 'areas';
  const sinceYesterday = useMemo(
    () => (filter.day || filter.state !== 'open' ? null : netOf(changes, map.area.code)),
    [changes, map.area.code, filter.day, filter.state],
  );
  const openAlert = search.get('alert');
  const areaTab = words.tabs.areas[map.area.code.length as 2 | 4 | 6 | 9 | 12] ?? words.tabs.areas[2];
  const names = { areas: areaTab, rules: words.tabs.rules, list: words.tabs.list, changes: words.tabs.changes };
  const counts = {
    areas: map.children.length,
    rules: (allRules.data ?? map).rules.length,
    list: map.total,
    changes: null,
  };

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
        parts={sentenceOf({ map, state: filter.state, day: filter.day, changes, language })}
        asOf={map.asOf && formatDayTime(map.asOf, language, now)}
        onFollow={onFollow}
      />
      <LevelCounts
        map={withoutLevel.data ?? map}
        picked={filter.severity}
        onPick={(severity) => change({ severity })}
      />
      <div className="tabs" role="tablist">
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={one === tab}
            onClick={() => change({ tab: one === 'areas' ? null : one }, { replace: true })}
          >
            {names[one]}
            {one !== 'changes' && <span className="faint">{toldCount(counts[one], words)}</span>}
          </button>
        ))}
      </div>
      <div className="map-side-body" role="tabpanel" aria-label={names[tab]}>
        {tab === 'areas' && (
          <Ranking
            map={map}
            measure={measure}
            beside={beside}
            sinceYesterday={sinceYesterday}
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
            onWiden={() => change({ ...NARROWER, alert: null })}
          />
        )}
        {tab === 'changes' && (
          <>
            <ChangePanel filter={filter} onFollow={onFollowChange} />
            <TrendStrip
              filter={filter}
              isTable={search.get('trend') === 'table'}
              onTable={(isTable) => change({ trend: isTable ? 'table' : null }, { replace: true })}
            />
          </>
        )}
      </div>
    </aside>
  );
}

/** How many more are open than at the end of yesterday, by place and in all. */
function netOf(changes: AlertChanges | undefined, whole: string): ReadonlyMap<string, number | null> | null {
  if (!changes) return null;
  const net = ({ raised, closed, lapsed }: AlertChanges['whole']) =>
    raised === null || closed === null || lapsed === null ? null : raised - closed - lapsed;
  return new Map([[whole, net(changes.whole)], ...changes.areas.map((one) => [one.code, net(one)] as const)]);
}
