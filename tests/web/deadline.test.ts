// What deadlines say, and the ruler above them. Days are handed in: 10 October 2026 is a Saturday one works.
import { describe, expect, it } from 'vitest';
import { nextDueAt as nextDueAtOfServer, TASK_STATES } from '../../server/flow/tasks/model.ts';
import { isWorkday as isWorkdayOfServer } from '../../server/flow/tasks/workdays.ts';
import { addDays } from '../../server/kernel/clock.ts';
import { setWorkdays } from '../../web/api/workdays.ts';
import { type Dated, deadlineText } from '../../web/ui/deadline.ts';
import { nextDueAt } from '../../web/ui/due.ts';
import { rulerOf } from '../../web/ui/ruler.ts';
import { isWorkday, workdaysBetween } from '../../web/ui/workdays.ts';
import { CATALOGUE } from '../support/catalogue.ts';

const at = (text: string) => new Date(`${text}:00+08:00`);
const NOW = at('2026-10-13T09:40');

function makeTask(values: Partial<Dated> = {}): Dated {
  return {
    state: 'waiting',
    severity: 'yellow',
    openedAt: at('2026-10-12T08:00').toISOString(),
    dispatchDueAt: at('2026-10-15T17:30').toISOString(),
    visitDueAt: at('2026-10-22T17:30').toISOString(),
    confirmDueAt: at('2026-10-27T17:30').toISOString(),
    ...values,
  };
}

describe('deadlines', () => {
  it('the browser and the server agree on which deadline is next, in every state', () => {
    for (const state of TASK_STATES)
      expect(nextDueAt(makeTask({ state }))).toBe(nextDueAtOfServer(makeTask({ state })));
  });

  it('a red task speaks in clock time, and in the reader’s next duty', () => {
    const red = makeTask({ severity: 'red', dispatchDueAt: at('2026-10-13T10:10').toISOString() });
    expect(deadlineText(red, NOW, 'zh')).toEqual({ text: '10:10 前派出，还有 30 分', tone: 'urgent' });
    expect(deadlineText(red, NOW, 'en')?.text).toBe('dispatch by 10:10, 30 min left');
    const accepted = makeTask({ severity: 'red', state: 'accepted', visitDueAt: at('2026-10-14T06:10').toISOString() });
    expect(deadlineText(accepted, NOW, 'zh')?.text).toBe('明天 06:10 前到门，还有 21 小时');
  });

  it('the others count working days, rest days left out', () => {
    expect(deadlineText(makeTask(), NOW, 'zh')?.text).toBe('10月15日前派出，剩 2 个工作日');
    expect(deadlineText(makeTask({ state: 'assigned' }), NOW, 'zh')?.text).toBe('10月22日前到门，剩 7 个工作日');
  });

  it('late work says how late and what is to be done', () => {
    const late = makeTask({ dispatchDueAt: at('2026-10-12T17:30').toISOString() });
    expect(deadlineText(late, NOW, 'zh')).toEqual({ text: '超 1 个工作日，该派出', tone: 'late' });
    const justLate = makeTask({ state: 'submitted', confirmDueAt: at('2026-10-13T07:40').toISOString() });
    expect(deadlineText(justLate, NOW, 'en')?.text).toBe('2 h late, confirm');
  });

  it('a closed task says nothing', () => {
    expect(deadlineText(makeTask({ state: 'closed' }), NOW, 'zh')).toBeNull();
    expect(rulerOf(makeTask({ state: 'closed' }), NOW)).toBeNull();
  });

  it('of a task whose clock stands still nothing is due, whatever its dates say', () => {
    const still = makeTask({
      dispatchDueAt: at('2026-10-12T17:30').toISOString(),
      suspendedAt: at('2026-10-12T10:00').toISOString(),
    });
    expect(deadlineText(still, NOW, 'zh')).toEqual({ text: '暂停：灾情专项', tone: 'plain' });
    expect(rulerOf(still, NOW)).toEqual({ isJoined: false, cells: ['gone'] });
  });

  it('the browser and the server agree on which days are worked, in years that the calendar knows and those told by hand', () => {
    setWorkdays(CATALOGUE.deadlines.workdays);
    const wrong = [2025, 2026, 2027, 2028].flatMap((year) =>
      Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index)).filter(
        (day) => isWorkday(day) !== isWorkdayOfServer(day, CATALOGUE.deadlines.workdays),
      ),
    );
    expect(wrong).toEqual([]);
    expect(isWorkday('2027-02-05')).toBe(false); // a Friday that only rules/workdays.yaml knows
    setWorkdays({});
    expect(isWorkday('2027-02-05')).toBe(true);
  });

  it('a weekend that is made up counts as work, the long holiday does not', () => {
    expect(isWorkday('2026-10-10')).toBe(true);
    expect(isWorkday('2026-10-01')).toBe(false);
    expect(workdaysBetween('2026-09-30', '2026-10-10')).toBe(3);
    expect(workdaysBetween('2026-10-10', '2026-09-30')).toBe(-3);
  });
});

describe('the ruler', () => {
  it('has a cell a working day, a post at the deadline, red past it', () => {
    const task = makeTask({
      openedAt: at('2026-10-09T08:00').toISOString(),
      dispatchDueAt: at('2026-10-12T17:30').toISOString(),
    });
    expect(rulerOf(task, NOW)?.cells).toEqual(['gone', 'gone', 'rest', 'gone', 'post', 'late']);
  });

  it('a long holiday is two dots', () => {
    const task = makeTask({
      openedAt: at('2026-09-30T08:00').toISOString(),
      dispatchDueAt: at('2026-10-08T17:30').toISOString(),
    });
    expect(rulerOf(task, at('2026-09-30T09:00'))?.cells).toEqual(['today', 'holiday', 'ahead', 'post']);
  });

  it('clock time is joined cells', () => {
    const task = makeTask({
      severity: 'red',
      openedAt: at('2026-10-13T07:40').toISOString(),
      dispatchDueAt: at('2026-10-13T11:40').toISOString(),
    });
    const ruler = rulerOf(task, NOW);
    expect(ruler?.isJoined).toBe(true);
    expect(ruler?.cells.filter((cell) => cell === 'gone')).toHaveLength(4);
  });
});
