// 一户一档: one household with everything on it; the address holds how far back it looks and what is unfolded.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useNow } from '../../api/now.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { ApiError } from '../../api/problem.ts';
import { useMe } from '../../api/session.ts';
import { ChartsPanel } from '../../features/household/charts-panel.tsx';
import { FlowPanel } from '../../features/household/flow-panel.tsx';
import { caseOf, HouseholdHead } from '../../features/household/head.tsx';
import { LinePanel, SPANS } from '../../features/household/line-panel.tsx';
import { Members } from '../../features/household/members.tsx';
import { householdQuery, lineQuery } from '../../features/household/queries.ts';
import { RecordList } from '../../features/household/record-list.tsx';
import { FacesPart, LooksPart, StatusPart } from '../../features/household/side.tsx';
import { householdWords } from '../../features/household/words.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { PrintHead } from '../../ui/print-head.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../features/household/household.css';
import '../../features/household/line.css';

export default function HouseholdPage() {
  const { id = '' } = useParams();
  const words = useWords(householdWords);
  const navigate = useNavigate();
  const query = useQuery(householdQuery(id));
  const own = query.data?.id;
  // The desk knows a household by its number; its page has one address.
  useEffect(() => {
    if (own && own !== id) void navigate(`/households/${own}${location.search}`, { replace: true });
  }, [own, id, navigate]);
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError && !query.data) {
    if (query.error instanceof ApiError && query.error.status === 404) return <NotHere />;
    return <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Household id={query.data?.id ?? id} />;
}

function NotHere() {
  const words = useWords(householdWords);
  return (
    <Empty>
      <h1>{words.notHere}</h1>
      <p>{words.notHereHint}</p>
      <Link className="button" to="/households">
        {words.toList}
      </Link>
    </Empty>
  );
}

/** The reader's own widest area, and what lies between it and the household's village. */
function Path({ place, area }: { place: string; area: string }) {
  const navigate = useNavigate();
  const names = place.split(' ');
  const lengths = [6, 9, 12];
  const path = names.map((name, index) => ({ code: area.slice(0, lengths[index]), name }));
  return <Breadcrumb path={path} onPick={(code) => void navigate(`/households?area=${code}`)} />;
}

function Household({ id }: { id: string }) {
  const me = useMe();
  const words = useWords(householdWords);
  const common = useWords(ui);
  const now = useNow();
  const navigate = useNavigate();
  const { search, change } = useAddress();
  const { data: view } = useQuery(householdQuery(id));
  const { data: outcomes } = useQuery(outcomesQuery);
  const { data: line } = useQuery(lineQuery(id));
  const span = SPANS.find((one) => String(one) === search.get('span')) ?? SPANS[0];
  const isAll = search.get('looks') === 'all';
  const isFlowOpen = search.get('flow') === 'open';
  usePageTitle(words.title(view?.head ?? common.someone));
  const task = caseOf(view?.tasks ?? []);
  const alert = line?.signals.find((signal) => signal.state === 'open') ?? line?.signals[0];
  const setSpan = (next: number) => change({ span: next === SPANS[0] ? null : String(next) }, { replace: true });
  const step = (by: number) =>
    setSpan(SPANS[Math.min(SPANS.length - 1, Math.max(0, SPANS.indexOf(span) + by))] ?? span);
  useKeys({
    '+': () => step(1),
    '=': () => step(1),
    '-': () => step(-1),
    w: () => alert && void navigate(`/alerts/${alert.id}`),
    p: () => task && void navigate(`/tasks/${task.id}/sheet`),
  });
  if (!view) return null;
  const looks = isAll ? 200 : 5;
  return (
    <main className="household-page">
      <TopBarArea>
        <Path place={view.place} area={view.areaCode} />
      </TopBarArea>
      <PrintHead title={words.title(view.head ?? common.someone)} />
      <HouseholdHead
        view={view}
        now={now}
        outcomes={outcomes}
        isFlowOpen={isFlowOpen}
        onFlow={() => change({ flow: isFlowOpen ? null : 'open' }, { replace: true })}
        actions={
          <>
            {alert && (
              <Link className="button" to={`/alerts/${alert.id}`}>
                {words.why}
                <span className="key">W</span>
              </Link>
            )}
            {task && me.actions.includes('visit.enter-paper') && ['assigned', 'accepted'].includes(task.state) && (
              <Link className="button" to={`/tasks/${task.id}/paper`}>
                {words.paper}
              </Link>
            )}
            {task && (
              <Link className="button" to={`/tasks/${task.id}/sheet`}>
                {words.sheet}
                <span className="key">P</span>
              </Link>
            )}
            <Link className="button" to={`/households/${id}/report`}>
              {words.report}
            </Link>
          </>
        }
      />
      <div className="household-columns">
        <aside className="household-side">
          <Members view={view} mayReveal={me.actions.includes('person.reveal')} />
          <StatusPart status={view.status} />
          <FacesPart view={view} />
          <LooksPart id={id} isAll={isAll} onAll={(all) => change({ looks: all ? 'all' : null }, { replace: true })} />
        </aside>
        <div className="household-main">
          {isFlowOpen && task && <FlowPanel id={id} task={task} looks={looks} />}
          <LinePanel view={view} span={span} onSpan={setSpan} />
          <ChartsPanel id={id} />
          <RecordList id={id} looks={looks} />
        </div>
      </div>
    </main>
  );
}
