// The month as a grid: a row a coordinator, a cell a day; red where nobody takes care.
import type { AbsenceRow } from '../../../server/flow/tasks/desk/model.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { isWorkday } from '../../ui/workdays.ts';
import { absenceOn, type DayState, type MonthRow } from './month.ts';
import { absenceWords } from './words.ts';

interface MonthGridProps {
  days: readonly string[];
  rows: readonly MonthRow[];
  absences: readonly AbsenceRow[];
  today: string;
}

const MARKS: Record<DayState, string> = { here: '', covered: '', shared: '', hole: '×' };

export function MonthGrid({ days, rows, absences, today }: MonthGridProps) {
  const { language } = useLanguage();
  const words = useWords(absenceWords);
  const dayClass = (day: string) => [isWorkday(day) ? '' : 'is-rest', day === today ? 'is-today' : ''].join(' ');
  return (
    <div className="month-frame">
      <table className="month-grid">
        <caption className="visually-hidden">{words.what}</caption>
        <thead>
          <tr>
            <th scope="col">{words.person}</th>
            {days.map((day) => (
              <th key={day} scope="col" className={dayClass(day)} aria-label={formatDay(day, language)}>
                {Number(day.slice(8))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ member, states }) => (
            <tr key={member.id}>
              <th scope="row">
                <span className="month-name">{member.name}</span>
                <span className="month-load">{words.load(member.inHand)}</span>
              </th>
              {days.map((day, index) => {
                const state = states[index] ?? 'here';
                const cover = absenceOn(absences, member.id, day)?.cover?.name;
                const text = state === 'here' ? '' : [words.states[state], cover].filter(Boolean).join(' ');
                return (
                  <td key={day} className={`${dayClass(day)} is-${state}`} title={text || undefined}>
                    <span aria-hidden="true">{MARKS[state]}</span>
                    {text && <span className="visually-hidden">{text}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="month-legend" aria-label={words.legend}>
        {(['covered', 'shared', 'hole'] as const).map((state) => (
          <li key={state}>
            <span className={`month-swatch is-${state}`} aria-hidden="true">
              {MARKS[state]}
            </span>
            {words.states[state]}
          </li>
        ))}
      </ul>
    </div>
  );
}
