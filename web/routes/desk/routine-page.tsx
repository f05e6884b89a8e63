// Visits by the calendar: how far the month has come, what is late, who is in a group, agreements of care, and where groups have begun.
import { useQuery } from '@tanstack/react-query';
import { MONTH } from '../../../server/flow/tasks/routine/model.ts';
import { addMonths, dayOf } from '../../../server/kernel/clock.ts';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { queryString } from '../../api/client.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { AgreementsTab } from '../../features/routine/agreements-tab.tsx';
import { BoardTab } from '../../features/routine/board-tab.tsx';
import { GroupsTab } from '../../features/routine/groups-tab.tsx';
import { MembersTab } from '../../features/routine/members-tab.tsx';
import { OverdueTab } from '../../features/routine/overdue-tab.tsx';
import { boardPath, boardQuery, groupsQuery } from '../../features/routine/queries.ts';
import { routineDeskWords } from '../../features/routine/words.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { PrintHead } from '../../ui/print-head.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/page.css';
import '../../ui/list.css';
import '../../features/boards/boards.css';
import '../../features/routine/routine.css';

const TABS = ['board', 'overdue', 'members', 'agreements', 'groups'] as const;

export default function RoutinePage() {
  const me = useMe();
  const { language } = useLanguage();
  const words = useWords(routineDeskWords);
  const { search, change } = useAddress();
  const today = dayOf(useNow());
  const home = me.areas[0];
  const area = search.get('area') ?? '';
  const group = search.get('group') ?? '';
  const asked = search.get('month') ?? '';
  const month = MONTH.test(asked) ? asked : today.slice(0, 7);
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'board';
  const at = area || (home?.code ?? '');
  const path = useAreaPath(home, at);
  const here = path.at(-1) ?? home;
  const inner = useQuery({ ...areasQuery(at), enabled: at.length > 0 && at.length < 12 });
  const groups = useQuery(groupsQuery(area));
  const board = useQuery({ ...boardQuery({ area, group, month }), enabled: tab === 'board' });
  usePageTitle(`${words.title} ${here?.name ?? ''}`);
  const nameOf = (id: string) => groups.data?.groups.find((one) => one.id === id)?.names[language] ?? id;
  const goTo = (code: string) => change({ area: code === home?.code ? null : code });
  const into = (code: string) => {
    const next = new URLSearchParams(search);
    next.set('area', code);
    return `/routine?${next}`;
  };
  const areaChoices = [
    ...path.slice(0, -1).map((one) => ({ value: one.code, name: `↑ ${one.name}` })),
    { value: at, name: here?.name ?? '' },
    ...(inner.data ?? []).map((one) => ({ value: one.code, name: `　${one.name}` })),
  ];
  const groupChoices = [
    { value: '', name: words.every },
    ...(groups.data?.groups ?? []).map((one) => ({ value: one.id, name: one.names[language] })),
  ];
  const step = (by: number) => {
    const next = addMonths(`${month}-01`, by).slice(0, 7);
    change({ month: next === today.slice(0, 7) ? null : next });
  };
  const monthName = words.month(Number(month.slice(0, 4)), Number(month.slice(5)));
  const file = `/api/routine/board/export${boardPath({ area, group, month })}${queryString({ language }).replace('?', '&')}`;
  const shown = { area, group };
  const may = (action: string) => me.actions.includes(action);
  return (
    <main className="plain-page">
      <TopBarArea>
        <Breadcrumb path={path} onPick={goTo} />
      </TopBarArea>
      <PrintHead title={words.title} filter={`${here?.name ?? ''} ${monthName}`} />
      <div className="plain-head">
        <h1 className="no-print">{words.title}</h1>
        <div className="sentence-filter no-print">
          <span>{words.lead}</span>
          <Picker label={words.area} value={at} choices={areaChoices} onPick={goTo} />
          {tab !== 'groups' && tab !== 'agreements' && (
            <Picker
              label={words.group}
              value={group}
              choices={groupChoices}
              onPick={(value) => change({ group: value || null })}
            />
          )}
          {tab === 'board' && (
            <>
              <button type="button" className="button" aria-label={words.previous} onClick={() => step(-1)}>
                ‹
              </button>
              <b aria-live="polite">{monthName}</b>
              <button type="button" className="button" aria-label={words.next} onClick={() => step(1)}>
                ›
              </button>
              {may('routine.export') && (
                <a className="button" href={file} download>
                  {words.export}
                </a>
              )}
            </>
          )}
        </div>
      </div>
      <Tabs
        label={words.title}
        tabs={TABS.map((value) => ({ value, name: words.tabs[value] }))}
        chosen={tab}
        onPick={(one) => change({ tab: one === 'board' ? null : one })}
      />
      {groups.isError && <Failed what={words.what} error={groups.error} onRetry={() => void groups.refetch()} />}
      {tab === 'board' && board.isPending && <Skeleton lines={10} />}
      {tab === 'board' && board.isError && (
        <Failed what={words.what} error={board.error} onRetry={() => void board.refetch()} />
      )}
      {tab === 'board' && board.data && <BoardTab board={board.data} nameOf={nameOf} into={into} />}
      {tab === 'overdue' && <OverdueTab asked={shown} nameOf={nameOf} today={today} />}
      {tab === 'agreements' && <AgreementsTab area={area} today={today} mayChange={may('agreement.add')} />}
      {groups.isPending && (tab === 'members' || tab === 'groups') && <Skeleton lines={8} />}
      {tab === 'members' && groups.data && (
        <MembersTab asked={shown} groups={groups.data} nameOf={nameOf} today={today} mayChange={may('member.add')} />
      )}
      {tab === 'groups' && groups.data && <GroupsTab data={groups.data} area={at} mayStart={may('routine.start')} />}
    </main>
  );
}
