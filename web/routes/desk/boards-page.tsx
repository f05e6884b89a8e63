// The boards: area and period as a sentence, one answer in words, the table; each can be exported and printed.
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import { BOARDS, type Board, daysSoFar } from '../../../server/insight/boards/model.ts';
import { dayOf } from '../../../server/kernel/clock.ts';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { queryString } from '../../api/client.ts';
import { filterQuery, readFilter } from '../../api/filter.ts';
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import { Counties, Funnel, Time, Workload } from '../../features/boards/asked-boards.tsx';
import { askedQuery, periodChoices, readAsked } from '../../features/boards/queries.ts';
import { boardWords } from '../../features/boards/words.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { PrintHead } from '../../ui/print-head.tsx';
import { ui } from '../../ui/words.ts';
import { BoardTabs } from './board-tabs.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';

export default function BoardsPage() {
  const named = useParams().board;
  const board = BOARDS.find((one) => one === named);
  return board ? <BoardPage board={board} /> : <Navigate to="/boards/funnel" replace />;
}

function BoardPage({ board }: { board: Board }) {
  const me = useMe();
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(boardWords);
  const { search, change } = useAddress();
  const today = dayOf(useNow());
  const asked = readAsked(search, today);
  const home = me.areas[0];
  const path = useAreaPath(home, asked.area ?? home?.code);
  const shown = path[path.length - 1] ?? home;
  const inner = useQuery({ ...areasQuery(shown?.code ?? ''), enabled: shown !== undefined });
  const goTo = (code: string) => change({ area: code === home?.code ? null : code });
  const { from, until } = daysSoFar(asked.period, today);
  const periodName = (one: string) => (one.length === 4 ? words.year(one) : words.half(one.slice(0, 4), one.slice(5)));
  const days = words.soFar(formatDay(from, language, new Date(0)), formatDay(until, language, new Date(0)));
  const isNow = board === 'workload';
  const sentence = isNow
    ? `${shown?.name ?? ''}`
    : `${shown?.name ?? ''} ${periodName(asked.period)}${common.bracketed(days)}`;
  usePageTitle(`${words.tabs[board]} ${shown?.name ?? ''}`);
  const areaChoices = [
    ...path.slice(0, -1).map((one) => ({ value: one.code, name: `↑ ${one.name}` })),
    { value: shown?.code ?? '', name: shown?.name ?? '' },
    ...(inner.data ?? []).map((one) => ({ value: one.code, name: `　${one.name}` })),
  ];
  const narrowed = [...asked.severity, ...asked.class, asked.rule, asked.cause, asked.source].some(Boolean);
  const shared = `?${search.toString()}`;
  const foundIn = (code: string) =>
    `/map${filterQuery({ ...readFilter(search), area: code, state: 'all', from, until })}&tab=list`;
  const into = (code: string) => {
    const next = new URLSearchParams(search);
    next.set('area', code);
    return `/boards/${board}?${next}`;
  };
  const file = `/api/boards/${board}/export${askedQuery(asked)}${queryString({ language }).replace('?', '&')}`;
  return (
    <>
      <TopBarArea>
        <Breadcrumb path={path} onPick={goTo} />
      </TopBarArea>
      <main className="boards-page">
        <h1 className="visually-hidden">{words.page}</h1>
        <PrintHead title={words.tabs[board]} filter={sentence} />
        <div className="boards-bar sentence-filter no-print">
          <span>{words.lead}</span>
          <Picker label={words.area} value={shown?.code ?? ''} choices={areaChoices} onPick={goTo} />
          {!isNow && (
            <>
              <Picker
                label={words.period}
                value={asked.period}
                choices={periodChoices(asked.period, today).map((one) => ({ value: one, name: periodName(one) }))}
                onPick={(value) => change({ period: value }, { replace: true })}
              />
              <span>{words.ofPeriod}</span>
              <span className="faint">{days}</span>
              {narrowed && (
                <>
                  <span className="faint">{words.narrowed}</span>
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => change({ severity: null, class: null, rule: null, cause: null, source: null })}
                  >
                    {words.dropFilter}
                  </button>
                </>
              )}
            </>
          )}
          {isNow && <span>{words.ofNow}</span>}
          <span className="boards-acts">
            {me.actions.includes('board.export') && (
              <a className="button" href={file} download>
                {words.export}
              </a>
            )}
            <button type="button" className="button" onClick={() => print()}>
              {words.print}
            </button>
          </span>
        </div>
        <BoardTabs at={board} search={shared} />
        <div className="board-scroll">
          {board === 'funnel' && <Funnel {...{ asked, foundIn, into, change }} />}
          {board === 'time' && <Time {...{ asked, change }} />}
          {board === 'workload' && <Workload {...{ asked, into }} />}
          {board === 'counties' && <Counties {...{ asked, foundIn, search, change }} />}
        </div>
      </main>
    </>
  );
}
