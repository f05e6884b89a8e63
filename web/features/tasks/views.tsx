// The desk's views with their counts.
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import type { TaskPage, View } from './queries.ts';
import { taskWords } from './words.ts';

export const DESK_VIEWS = [
  'waiting',
  'out',
  'submitted',
  'overdue',
  'escalated',
  'closed',
  'all',
] as const satisfies View[];

interface ViewsProps {
  view: View;
  counts: TaskPage['counts'];
  onPick: (view: View) => void;
}

export function Views({ view, counts, onPick }: ViewsProps) {
  const words = useWords(taskWords);
  return (
    <div className="views" role="tablist" aria-label={words.list}>
      {DESK_VIEWS.map((one) => (
        <button key={one} type="button" role="tab" aria-selected={one === view} onClick={() => onPick(one)}>
          {words.views[one]}
          {counts[one] !== undefined && (
            <span className={(one === 'overdue' || one === 'escalated') && counts[one] > 0 ? 'late count' : 'count'}>
              {formatCount(counts[one])}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
