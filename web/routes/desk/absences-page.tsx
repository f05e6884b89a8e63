// Who is away, who stands in, where nobody does: a month, its absences with the tasks they touch, and recording one.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { AbsenceRow } from '../../../server/flow/tasks/desk/model.ts';
import { dayOf } from '../../../server/kernel/clock.ts';
import { useNow } from '../../api/now.ts';
import { AbsenceForm } from '../../features/absences/absence-form.tsx';
import { AbsenceTable } from '../../features/absences/absence-table.tsx';
import { EndDialog } from '../../features/absences/end-dialog.tsx';
import {
  absencesIn,
  daysOfMonth,
  holesOf,
  MONTH,
  monthRows,
  runsOf,
  stepMonth,
} from '../../features/absences/month.ts';
import { MonthGrid } from '../../features/absences/month-grid.tsx';
import { absencesQuery, teamQuery } from '../../features/absences/queries.ts';
import { absenceWords } from '../../features/absences/words.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { AreaPicker } from './area-picker.tsx';
import { HomeArea } from './home-area.tsx';
import { useAddress } from './use-address.ts';
import '../../ui/page.css';
import '../../features/absences/absences.css';

export default function AbsencesPage() {
  const { language } = useLanguage();
  const words = useWords(absenceWords);
  const today = dayOf(useNow());
  const { search, change } = useAddress();
  const [isAdding, setIsAdding] = useState(false);
  const [ending, setEnding] = useState<AbsenceRow | null>(null);
  const asked = search.get('month') ?? '';
  const month = MONTH.test(asked) ? asked : today.slice(0, 7);
  const area = search.get('area') ?? '';
  const isAll = search.get('people') === 'all';
  const team = useQuery(teamQuery(area));
  const absences = useQuery(absencesQuery);
  const days = useMemo(() => daysOfMonth(month), [month]);

  const people = team.data ?? [];
  const known = new Map(people.map((member) => [member.id, member]));
  const here = (absences.data ?? []).filter((one) => known.has(one.user.id));
  const rows = monthRows(month, { team: people, absences: absences.data ?? [], isAll });
  const inMonth = absencesIn(here, month);
  const holes = holesOf(rows, days);
  const away = new Set(inMonth.map((one) => one.user.id)).size;
  const holeDays = runsOf(holes)
    .map(([first, last]) => words.days(formatDay(first, language), formatDay(last, language)))
    .join(language === 'zh' ? '、' : ', ');
  const goTo = (next: string) => change({ month: next === today.slice(0, 7) ? null : next });
  const failed = team.isError && !team.data ? team : absences.isError && !absences.data ? absences : null;
  return (
    <main className="plain-page">
      <HomeArea />
      <div className="plain-head">
        <h1>{words.title}</h1>
        <div className="month-steps no-print">
          <AreaPicker value={area} onPick={(code) => change({ area: code })} />
          <button
            type="button"
            className="button"
            aria-label={words.previous}
            onClick={() => goTo(stepMonth(month, -1))}
          >
            ‹
          </button>
          <b aria-live="polite">{words.month(Number(month.slice(0, 4)), Number(month.slice(5)))}</b>
          <button type="button" className="button" aria-label={words.next} onClick={() => goTo(stepMonth(month, 1))}>
            ›
          </button>
          <button type="button" className="button button-primary" onClick={() => setIsAdding(true)}>
            {words.add}
          </button>
        </div>
      </div>
      {failed && <Failed what={words.what} error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && (team.isPending || absences.isPending) && <Skeleton lines={8} />}
      {team.data && absences.data && (
        <>
          <p className="plain-sentence">
            {words.sentence(away, holes.length)}{' '}
            {holes.length > 0 && <span className="late">{words.holesOn(holeDays)}</span>}
          </p>
          <label className="month-all no-print">
            <input
              type="checkbox"
              checked={isAll}
              onChange={(event) => change({ people: event.target.checked ? 'all' : null })}
            />
            {words.all}
          </label>
          {people.length === 0 && <Empty>{words.nobody}</Empty>}
          {rows.length > 0 && <MonthGrid days={days} rows={rows} absences={absences.data} today={today} />}
          {inMonth.length > 0 && (
            <AbsenceTable rows={inMonth} all={absences.data} team={known} today={today} onEnd={setEnding} />
          )}
        </>
      )}
      {isAdding && <AbsenceForm team={people} today={today} onClose={() => setIsAdding(false)} />}
      {ending && <EndDialog row={ending} onClose={() => setEnding(null)} />}
    </main>
  );
}
