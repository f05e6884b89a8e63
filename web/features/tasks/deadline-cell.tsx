// The ruler with its words: the reader's next duty.
import type { TaskRow } from '../../../server/flow/tasks/model.ts';
import { deadlineText } from '../../ui/deadline.ts';
import { useLanguage } from '../../ui/language.tsx';
import { rulerOf } from '../../ui/ruler.ts';
import { DeadlineRuler } from '../../ui/ruler.tsx';

export function DeadlineCell({ task, now }: { task: TaskRow; now: Date }) {
  const { language } = useLanguage();
  const text = deadlineText(task, now, language);
  const ruler = rulerOf(task, now);
  if (!text) return null;
  return (
    <>
      {ruler && <DeadlineRuler ruler={ruler} />}
      <span className={text.tone === 'plain' ? 'deadline-text' : 'deadline-text late'}>{text.text}</span>
    </>
  );
}
