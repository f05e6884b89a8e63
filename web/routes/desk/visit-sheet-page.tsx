// The printable visit sheet of a task, for villages without phones.
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { useNow } from '../../api/now.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { whyQuery } from '../../features/alerts/queries.ts';
import { sheetTaskQuery, taskFormQuery } from '../../features/paper/queries.ts';
import { VisitSheet } from '../../features/paper/visit-sheet.tsx';
import { paperWords } from '../../features/paper/words.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';

export default function VisitSheetPage() {
  const { id = '' } = useParams();
  const me = useMe();
  const { language } = useLanguage();
  const now = useNow();
  const words = useWords(paperWords);
  const common = useWords(ui);
  const task = useQuery(sheetTaskQuery(id));
  const outcomes = useQuery(outcomesQuery);
  const asked = useQuery(taskFormQuery(id));
  const whys = useQueries({ queries: (task.data?.alerts ?? []).map((alert) => whyQuery(alert.id)) });
  const household = task.data?.task.household;
  usePageTitle(words.sheetOf(household?.head ?? common.someone));
  const failed = [task, outcomes, asked, ...whys].find((query) => query.isError);
  if (failed) return <Failed what={words.what} error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!task.data || !outcomes.data || !asked.data || whys.some((why) => why.isPending)) return <Skeleton lines={16} />;
  const author = [me.body?.name, me.name].filter(Boolean).join(' ');
  const printed = common.printedOn(formatDayTime(now.toISOString(), language, new Date(0)), author);
  return (
    <main className="paper-page">
      <div className="paper-bar no-print">
        {household?.id && <Link to={`/households/${household.id}`}>{words.back}</Link>}
        <button type="button" className="button button-primary" onClick={() => print()}>
          {words.print}
        </button>
      </div>
      <VisitSheet
        detail={task.data}
        outcomes={outcomes.data}
        asked={asked.data}
        whys={whys.flatMap((why) => why.data ?? [])}
        printed={printed}
      />
    </main>
  );
}
