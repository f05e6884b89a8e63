// What a deadline says to whoever holds the task: the reader's next duty, in clock hours or working days. Pure.
import type { TaskRow } from '../../server/flow/tasks/model.ts';
import { addDays, dayOf } from '../../server/kernel/clock.ts';
import { dutyOf, nextDueAt } from './due.ts';
import { formatDay, formatTime } from './format.ts';
import type { Language } from './language.tsx';
import { type IsWorkday, isWorkday, workdaysBetween } from './workdays.ts';

const HOUR = 3600_000;

export type Dated = Pick<TaskRow, 'state' | 'severity' | 'openedAt' | 'dispatchDueAt' | 'visitDueAt' | 'confirmDueAt'> &
  Partial<Pick<TaskRow, 'suspendedAt'>>;
export interface DeadlineText {
  text: string;
  tone: 'late' | 'urgent' | 'plain';
}

/** Red runs on the clock, nights and holidays too; the others on working days. */
export function runsOnClock(task: Pick<Dated, 'severity'>): boolean {
  return task.severity === 'red';
}

const DUTIES = {
  zh: { dispatch: '派出', visit: '到门', confirm: '确认' },
  en: { dispatch: 'dispatch', visit: 'visit', confirm: 'confirm' },
};

/** Its clock stands still for a survey. */
const SUSPENDED = { zh: '暂停：灾情专项', en: 'paused for a survey' };

/** The length of a span as a person says it: 30 分, 4 小时. */
function spanText(milliseconds: number, language: Language): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  if (minutes < 60) return language === 'zh' ? `${minutes} 分` : `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return language === 'zh' ? `${hours} 小时` : `${hours} h`;
}

function clockText(due: Date, now: Date, language: Language): string {
  const day = dayOf(due);
  const time = formatTime(due);
  if (day === dayOf(now)) return time;
  if (day === addDays(dayOf(now), 1)) return language === 'zh' ? `明天 ${time}` : `tomorrow ${time}`;
  return `${formatDay(day, language)} ${time}`;
}

function lateText(due: Date, now: Date, byClock: boolean, language: Language, isOne: IsWorkday): string {
  const days = workdaysBetween(dayOf(due), dayOf(now), isOne);
  const late = now.getTime() - due.getTime();
  if (days < 1 || (byClock && late < 48 * HOUR))
    return language === 'zh' ? `超 ${spanText(late, language)}` : `${spanText(late, language)} late`;
  return language === 'zh' ? `超 ${days} 个工作日` : `${days} working day${days > 1 ? 's' : ''} late`;
}

/** The line under the ruler; null when nothing is due any more. */
export function deadlineText(
  task: Dated,
  now: Date,
  language: Language,
  isOne: IsWorkday = isWorkday,
): DeadlineText | null {
  const dueAt = nextDueAt(task);
  if (dueAt === null) return null;
  if (task.suspendedAt) return { text: SUSPENDED[language], tone: 'plain' };
  const due = new Date(dueAt);
  const duty = DUTIES[language][dutyOf(task.state) ?? 'dispatch'];
  const left = due.getTime() - now.getTime();
  if (left < 0) {
    const late = lateText(due, now, runsOnClock(task), language, isOne);
    return { text: language === 'zh' ? `${late}，该${duty}` : `${late}, ${duty}`, tone: 'late' };
  }
  if (left <= 24 * HOUR || (runsOnClock(task) && left <= 48 * HOUR)) {
    const clock = clockText(due, now, language);
    const span = spanText(left, language);
    const text = language === 'zh' ? `${clock} 前${duty}，还有 ${span}` : `${duty} by ${clock}, ${span} left`;
    return { text, tone: runsOnClock(task) || left <= 4 * HOUR ? 'urgent' : 'plain' };
  }
  const days = workdaysBetween(dayOf(now), dayOf(due), isOne);
  const day = formatDay(dayOf(due), language, now);
  const text =
    language === 'zh'
      ? `${day}前${duty}，剩 ${days} 个工作日`
      : `${duty} by ${day}, ${days} workday${days === 1 ? '' : 's'} left`;
  return { text, tone: 'plain' };
}
