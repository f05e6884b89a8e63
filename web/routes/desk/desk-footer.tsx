// The end of the list: more is coming, did not come, or the list has grown too long to follow what happens.
import { deskWords } from '../../features/tasks/desk-words.ts';
import { isStill } from '../../features/tasks/queries.ts';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import type { useDesk } from './use-desk.ts';

export function DeskFooter({ tasks, count }: { tasks: ReturnType<typeof useDesk>['tasks']; count: number }) {
  const common = useWords(ui);
  const words = useWords(deskWords);
  const isLong = isStill(tasks.data?.pages.length ?? 0);
  if (!tasks.isFetchingNextPage && !tasks.isFetchNextPageError && !isLong) return null;
  return (
    <div className="list-more no-print">
      {tasks.isFetchingNextPage && <p className="faint">{common.moreLoading}</p>}
      {tasks.isFetchNextPageError && (
        <p role="alert">
          {words.moreFailed}{' '}
          <button type="button" className="button" onClick={() => void tasks.fetchNextPage()}>
            {common.retry}
          </button>
        </p>
      )}
      {isLong && (
        <p className="faint">
          {words.still(formatCount(count))}{' '}
          <button type="button" className="link-button" onClick={() => void tasks.refetch()}>
            {words.refresh}
          </button>
        </p>
      )}
    </div>
  );
}
