// The households of my area: a filter that reads as a sentence, and the list page by page.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { HOUSEHOLD_GROUPS, type HouseholdFilter } from '../../../server/household/model.ts';
import { AREA_CODE } from '../../../server/kernel/area.ts';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { useMe } from '../../api/session.ts';
import { HouseholdSentence, HouseholdTable } from '../../features/household/household-table.tsx';
import { listWords } from '../../features/household/list-words.ts';
import { householdsQuery } from '../../features/household/queries.ts';
import { useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { PrintHead } from '../../ui/print-head.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';

function readHouseholdFilter(search: URLSearchParams): HouseholdFilter {
  const [q, area] = [search.get('q')?.trim(), search.get('area')];
  const group = HOUSEHOLD_GROUPS.find((one) => one === search.get('group')) ?? 'all';
  return { ...(q && { q }), ...(area && AREA_CODE.test(area) && { area }), group };
}

export default function HouseholdsPage() {
  const me = useMe();
  const words = useWords(listWords);
  const { search, change } = useAddress();
  const filter = readHouseholdFilter(search);
  const root = me.areas[0];
  const at = filter.area ?? root?.code ?? '';
  const path = useAreaPath(root, at);
  const { data: children } = useQuery({ ...areasQuery(at), enabled: at.length > 0 && at.length < 12 });
  const query = useInfiniteQuery(householdsQuery(filter));
  usePageTitle(words.title);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const here = path.at(-1);
  const areas = [
    ...path.slice(0, -1).map((one) => ({ value: one.code, name: words.up(one.name) })),
    ...(here ? [{ value: here.code, name: here.name }] : []),
    ...(children ?? []).map((one) => ({ value: one.code, name: one.name })),
  ];
  const pickArea = (values: Record<string, string | null>) =>
    change({ ...values, ...('area' in values && { area: values.area === root?.code ? null : (values.area ?? null) }) });
  const widen = filter.q ? 'q' : filter.group !== 'all' ? 'group' : filter.area ? 'area' : null;
  const sentence = words.sentence(here?.name ?? '', words.groups[filter.group], filter.q ?? '');
  return (
    <main className="households-page">
      <TopBarArea>
        <Breadcrumb path={path} onPick={(code) => pickArea({ area: code })} />
      </TopBarArea>
      <PrintHead title={words.title} filter={sentence} />
      <h1 className="no-print">{words.title}</h1>
      <div className="no-print">
        <HouseholdSentence filter={filter} areas={areas} area={at} onChange={pickArea} />
      </div>
      {query.isPending && <Skeleton lines={12} />}
      {query.isError && (
        <Failed
          what={words.what}
          error={query.error}
          onRetry={() => void query.refetch()}
          heldAt={rows.length > 0 ? query.dataUpdatedAt : undefined}
        />
      )}
      {query.isSuccess && rows.length === 0 && (
        <Empty>
          <p>{words.empty}</p>
          {widen && (
            <button type="button" className="button" onClick={() => change({ [widen]: null })}>
              {words.widen[widen]}
            </button>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <HouseholdTable rows={rows} />
          <p className="households-more">
            <span className="faint" role="status">
              {words.shown(rows.length, query.hasNextPage)}
            </span>
            <More of={query} />
          </p>
        </>
      )}
    </main>
  );
}
