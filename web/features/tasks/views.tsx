// The desk's views with their counts.
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { DESK_VIEWS, type DeskView } from './desk-filter.ts';
import { deskWords } from './desk-words.ts';
import type { TaskPage } from './queries.ts';
import { taskWords } from './words.ts';

interface ViewsProps {
  view: DeskView;
  counts: TaskPage['counts'];
  onPick: (view: DeskView) => void;
}

const isUrgent = (view: DeskView) => view === 'overdue' || view === 'blocked';

export function Views({ view, counts, onPick }: ViewsProps) {
  const words = useWords(deskWords);
  const { list } = useWords(taskWords);
  return (
    <div className="views no-print" role="tablist" aria-label={list}>
      {DESK_VIEWS.map((one) => {
        const count = counts[one];
        return (
          <button
            key={one}
            type="button"
            role="tab"
            data-view={one}
            aria-selected={one === view}
            onClick={() => onPick(one)}
          >
            {words.views[one]}
            {count !== undefined && (
              <span className={isUrgent(one) && count > 0 ? 'late count' : 'count'}>{formatCount(count)}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}
