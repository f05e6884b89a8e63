// What stands above the list on paper: the title, the filter in words, when and by whom it was printed.
import { useNow } from '../../api/now.ts';
import { useMe } from '../../api/session.ts';
import type { DeskFilter } from '../../features/tasks/desk-filter.ts';
import { deskWords } from '../../features/tasks/desk-words.ts';
import { taskWords } from '../../features/tasks/words.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';

interface DeskPrintHeadProps {
  filter: DeskFilter;
  area: string;
  count: number | undefined;
}

export function DeskPrintHead({ filter, area, count }: DeskPrintHeadProps) {
  const me = useMe();
  const now = useNow();
  const { language } = useLanguage();
  const words = useWords(deskWords);
  const common = useWords(taskWords);
  const level = words.levels[filter.severity.join() as keyof typeof words.levels] ?? '';
  const parts = [area, words.views[filter.view], level, words.sorts[filter.sort]];
  return (
    <header className="desk-print-head">
      <h1>{common.list}</h1>
      <p>
        {parts.filter(Boolean).join(language === 'zh' ? '，' : ', ')}
        {count !== undefined && ` ${common.households(count)}`}
      </p>
      <p>
        {formatDayTime(now.toISOString(), language)} {me.name}
      </p>
    </header>
  );
}
