// An empty view of the desk: which filter did it, one wider, and where there is something to do.
import { DESK_VIEWS, type DeskFilter } from '../../features/tasks/desk-filter.ts';
import { deskWords } from '../../features/tasks/desk-words.ts';
import type { TaskPage } from '../../features/tasks/queries.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';

interface DeskEmptyProps {
  filter: DeskFilter;
  counts: TaskPage['counts'];
  onChange: (values: Record<string, string | null>) => void;
}

export function DeskEmpty({ filter, counts, onChange }: DeskEmptyProps) {
  const { language } = useLanguage();
  const words = useWords(deskWords);
  const narrowed = [filter.severity.length > 0 && words.level, filter.rule && words.reason].filter(Boolean);
  const others = DESK_VIEWS.filter((one) => one !== filter.view && one !== 'open' && (counts[one] ?? 0) > 0);
  return (
    <Empty>
      <p className="strong">{words.empty(words.views[filter.view])}</p>
      {narrowed.length > 0 && (
        <>
          <p>{words.emptyFilter(narrowed.join(language === 'zh' ? '、' : ', '))}</p>
          <button type="button" className="button" onClick={() => onChange({ severity: null, rule: null })}>
            {words.widen}
          </button>
        </>
      )}
      <p className="empty-others">
        {others.map((one) => (
          <button key={one} type="button" className="link-button" onClick={() => onChange({ view: one, task: null })}>
            {words.elsewhere(words.views[one], counts[one] ?? 0)}
          </button>
        ))}
        {others.length === 0 && narrowed.length === 0 && words.nothing}
      </p>
    </Empty>
  );
}
