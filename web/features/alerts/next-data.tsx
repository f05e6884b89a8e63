// When the sources behind a rule tell something again: until then the alert cannot change by data.
import type { Why } from '../../../server/flow/alerts/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { alertWords } from './words.ts';

export function NextData({ next }: { next: Why['next'] }) {
  const { language } = useLanguage();
  const texts = useWords(alertWords);
  const now = useNow();
  if (next.length === 0) return null;
  const monthOf = (period: string) => (/^\d{4}-\d{2}$/.test(period) ? formatDay(period, language, now) : period);
  return (
    <section>
      <h3 className="why-label">{texts.next}</h3>
      <ul>
        {next.map(({ dataset, title, period, dueOn, isLate }) => (
          <li key={dataset} className={isLate ? 'late' : undefined}>
            {dueOn === null
              ? texts.nextEvent(title[language])
              : texts[isLate ? 'nextLate' : 'nextDue'](
                  title[language],
                  monthOf(period ?? ''),
                  formatDay(dueOn, language, now),
                )}
          </li>
        ))}
      </ul>
    </section>
  );
}
