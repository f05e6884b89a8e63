// The deadline ruler's cells: a gapped cell is a working day, joined cells are clock time. Pure; ruler.tsx draws them.
import { addDays, dayOf } from '../../server/kernel/clock.ts';
import { type Dated, runsOnClock } from './deadline.ts';
import { nextDueAt } from './due.ts';
import { type IsWorkday, isWorkday } from './workdays.ts';

export type Cell = 'gone' | 'today' | 'ahead' | 'late' | 'rest' | 'holiday' | 'post';
export interface Ruler {
  isJoined: boolean;
  cells: Cell[];
}

const CLOCK_CELLS = 8;
const MOST_CELLS = 14;

/** Clock time in eighths of the span, the running one thick. */
function clockRuler(opened: number, due: number, now: number): Ruler {
  const gone = Math.floor((CLOCK_CELLS * (now - opened)) / (due - opened));
  const cells: Cell[] = Array.from({ length: CLOCK_CELLS }, (_, index) =>
    index < gone ? 'gone' : index === gone ? 'today' : 'ahead',
  );
  return { isJoined: true, cells: [...cells, 'post', ...(now > due ? (['late'] as const) : [])] };
}

/** One to two rest days become a dot, a longer break two dots; `restRun` counts days since the last working day. */
function dayRuler(opened: string, due: string, today: string, isOne: IsWorkday): Ruler {
  const cells: Cell[] = [];
  const last = today > due ? today : due;
  let restRun = 0;
  for (let day = opened; day <= last && cells.length < 40; day = addDays(day, 1)) {
    if (isOne(day)) {
      restRun = 0;
      if (day > due) cells.push('late');
      else cells.push(day < today ? 'gone' : day === today ? 'today' : 'ahead');
    } else {
      restRun += 1;
      if (restRun === 1) cells.push('rest');
      else if (restRun === 3) cells[cells.length - 1] = 'holiday';
    }
    if (day === due) cells.push('post');
  }
  const tooMany = cells.length - MOST_CELLS;
  return { isJoined: false, cells: tooMany > 0 ? cells.slice(tooMany) : cells };
}

/** The clock stands still: the working days until then, and no post. */
function standingRuler(opened: string, suspended: string, isOne: IsWorkday): Ruler {
  const cells: Cell[] = [];
  for (let day = opened; day <= suspended && cells.length < MOST_CELLS; day = addDays(day, 1))
    if (isOne(day)) cells.push('gone');
  return { isJoined: false, cells };
}

/** The ruler of a task's next deadline; null when nothing is due. */
export function rulerOf(task: Dated, now: Date, isOne: IsWorkday = isWorkday): Ruler | null {
  const due = nextDueAt(task);
  if (due === null) return null;
  if (task.suspendedAt) return standingRuler(dayOf(new Date(task.openedAt)), dayOf(new Date(task.suspendedAt)), isOne);
  if (runsOnClock(task)) return clockRuler(Date.parse(task.openedAt), Date.parse(due), now.getTime());
  return dayRuler(dayOf(new Date(task.openedAt)), dayOf(new Date(due)), dayOf(now), isOne);
}
