// 雷同: visits that read as if they had been copied, under who made them; a county at a time.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ALIKE_KINDS } from '../../../server/flow/tasks/alike/model.ts';
import { areasQuery, useAreaPath } from '../../api/areas.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { AlikeGroup } from '../../features/alike/alike-group.tsx';
import { byVisitor } from '../../features/alike/by-visitor.ts';
import { alikeQuery, askSecondLook } from '../../features/alike/queries.ts';
import { alikeWords } from '../../features/alike/words.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Picker } from '../../ui/picker.tsx';
import { Empty, Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { TopBarArea } from './shell.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/page.css';
import '../../features/alike/alike.css';

/** Digits of a county's code: wider areas are not compared at once. */
const COUNTY = 6;

export default function AlikePage() {
  const me = useMe();
  const common = useWords(ui);
  const words = useWords(alikeWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const { search, change } = useAddress();
  usePageTitle(words.page);
  const home = me.areas[0];
  const at = search.get('area') ?? home?.code ?? '';
  const path = useAreaPath(home, at);
  const inner = useQuery({ ...areasQuery(at), enabled: at.length > 0 && at.length < 12 });
  const kind = ALIKE_KINDS.find((one) => one === search.get('kind')) ?? '';
  const query = useQuery({ ...alikeQuery(at === home?.code ? '' : at), enabled: at.length >= COUNTY });
  const outcomes = useQuery(outcomesQuery).data?.items ?? [];
  const asking = useMutation({
    mutationFn: askSecondLook,
    onSuccess: () => say(words.asked),
    onSettled: () => Promise.all(['alike', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const groups = (query.data ?? []).filter((group) => kind === '' || group.kind === kind);
  const parts = byVisitor(groups);
  const goTo = (code: string) => change({ area: code === home?.code ? null : code });
  return (
    <main className="plain-page">
      <TopBarArea>
        <Breadcrumb path={path} onPick={goTo} />
      </TopBarArea>
      <div className="plain-head">
        <h1>{words.page}</h1>
        <div className="sentence-filter no-print">
          <span>{words.lead}</span>
          <Picker
            label={words.area}
            value={at}
            choices={[
              ...path.slice(0, -1).map((one) => ({ value: one.code, name: `↑ ${one.name}` })),
              { value: at, name: path.at(-1)?.name ?? at },
              ...(inner.data ?? []).map((one) => ({ value: one.code, name: one.name })),
            ]}
            onPick={goTo}
          />
          <span>{words.of}</span>
          <Picker
            label={words.what}
            value={kind}
            choices={[
              { value: '', name: words.every },
              ...ALIKE_KINDS.map((value) => ({ value, name: words.kinds[value] })),
            ]}
            onPick={(next) => change({ kind: next })}
          />
        </div>
      </div>
      <p className="plain-sentence">
        {parts.length > 0 && <b>{words.sum(groups.length, parts.length)} </b>}
        {words.explain}
      </p>
      {asking.isError && (
        <p className="note-line is-urgent" role="alert">
          {problemText(asking.error)}
        </p>
      )}
      {at.length < COUNTY && <Empty>{words.choose}</Empty>}
      {query.isLoading && <Skeleton lines={10} />}
      {query.isError && !query.data && (
        <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && parts.length === 0 && (
        <Empty>
          <p>{kind ? words.emptyKind : words.empty}</p>
          {kind && (
            <button type="button" className="button" onClick={() => change({ kind: null })}>
              {words.widen}
            </button>
          )}
        </Empty>
      )}
      {parts.map((part) => (
        <section key={part.key} className="alike-part">
          <h2>
            {part.visitors.join(common.enumeration)}
            <span className="faint">
              {part.townships.join(common.enumeration)} · {words.visits(part.visits)}
            </span>
          </h2>
          {part.groups.map((group) => (
            <AlikeGroup
              key={`${group.kind} ${group.visits[0]?.id}`}
              group={group}
              outcomes={outcomes}
              isAsking={asking.isPending}
              mayLook={me.actions.includes('attachment.read')}
              onAsk={me.actions.includes('second-look.ask') ? (id) => asking.mutate(id) : undefined}
            />
          ))}
        </section>
      ))}
    </main>
  );
}
