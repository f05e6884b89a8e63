// All groups of alike visits of an area, a part for each person who made them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AlikeKind } from '../../../server/flow/tasks/alike/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { useWords } from '../../ui/language.tsx';
import { Empty, Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { AlikeGroup } from './alike-group.tsx';
import { byVisitor } from './by-visitor.ts';
import { alikeQuery, askSecondLook } from './queries.ts';
import { alikeWords } from './words.ts';

interface AlikeListProps {
  area: string;
  /** '' all kinds. */
  kind: AlikeKind | '';
  outcomes: Outcomes['items'];
  mayLook: boolean;
  mayAsk: boolean;
  onWiden: () => void;
}

export function AlikeList({ area, kind, outcomes, mayLook, mayAsk, onWiden }: AlikeListProps) {
  const common = useWords(ui);
  const words = useWords(alikeWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const query = useQuery(alikeQuery(area));
  const asking = useMutation({
    mutationFn: askSecondLook,
    onSuccess: () => say(words.asked),
    onSettled: () => Promise.all(['alike', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  if (query.isPending) return <Skeleton lines={10} />;
  if (!query.data) return <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />;
  const groups = query.data.filter((group) => kind === '' || group.kind === kind);
  const parts = byVisitor(groups);
  return (
    <>
      <p className="plain-sentence">
        {parts.length > 0 && <b>{words.sum(groups.length, parts.length)} </b>}
        {words.explain}
      </p>
      {asking.isError && (
        <p className="note-line is-urgent" role="alert">
          {problemText(asking.error)}
        </p>
      )}
      {parts.length === 0 && (
        <Empty>
          <p>{kind ? words.emptyKind : words.empty}</p>
          {kind && (
            <button type="button" className="button" onClick={onWiden}>
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
              mayLook={mayLook}
              onAsk={mayAsk ? (id) => asking.mutate(id) : undefined}
            />
          ))}
        </section>
      ))}
    </>
  );
}
