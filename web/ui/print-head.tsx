// What stands above a page on paper only: its title, which filter it shows, when it was printed and by whom. The page's number is in print.css.
import { serviceNow } from '../api/now.ts';
import { useMe } from '../api/session.ts';
import { formatDay, formatTime } from './format.ts';
import { useLanguage, useWords } from './language.tsx';
import { ui } from './words.ts';

export function PrintHead({ title, filter }: { title: string; filter?: string }) {
  const me = useMe();
  const { language } = useLanguage();
  const words = useWords(ui);
  const now = serviceNow();
  const time = `${formatDay(now.toISOString(), language, new Date(0))} ${formatTime(now)}`;
  const author = [me.body?.name ?? me.department, me.name].filter(Boolean).join(' ');
  return (
    <header className="print-head">
      <p className="print-title">{title}</p>
      {filter && <p>{filter}</p>}
      <p>
        {words.printedOn(time, author)}
        {me.isRehearsal && ` · ${words.rehearsalLine}`}
      </p>
    </header>
  );
}
