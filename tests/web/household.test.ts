// The household page's pure parts: what the search box means, where the line's marks stand, the flow, standings, the paper form.
import { describe, expect, it } from 'vitest';
import { TASK_MOVES, TASK_STATES } from '../../server/flow/tasks/model.ts';
import type { Form } from '../../server/flow/visits/forms/model.ts';
import type { Line, Signal } from '../../server/household/model.ts';
import { readQuestion } from '../../server/household/question.ts';
import { niceTop, placeLabels, stretchesOf, textWidth } from '../../web/charts/months.ts';
import { edgesOf, hasPassed, nextMoves, nodesOf } from '../../web/features/household/flow.ts';
import { caseOf } from '../../web/features/household/head.tsx';
import { layOut, threadsOf } from '../../web/features/household/line-layout.ts';
import { recordOf } from '../../web/features/household/record.ts';
import { standingOf } from '../../web/features/household/standing.ts';
import { visitOf } from '../../web/features/paper/entry.ts';

describe('what is typed into the search box', () => {
  it.each([
    ['22990119700101123x', 'id-number', '22990119700101123X'],
    [' 229901 19700101 1234 ', 'id-number', '229901197001011234'],
    ['２２９９０１１９７００１０１１２３４', 'id-number', '229901197001011234'],
    ['2299011970', 'nothing', ''],
    ['01A18F78-8F37-702A-B9D8-8A0588DA7701', 'task', '01a18f78-8f37-702a-b9d8-8a0588da7701'],
    ['88DA7701', 'task', '88da7701'],
    ['H2224050004607', 'household-number', 'H2224050004607'],
    ['欧阳 慧', 'name', '欧阳慧'],
    ['  ', 'nothing', ''],
  ])('%j is %s', (typed, kind, text) => {
    expect(readQuestion(typed)).toEqual({ kind, text });
  });
});

const months = Array.from({ length: 24 }, (_, index) =>
  new Date(Date.UTC(2024, 10 + index, 1)).toISOString().slice(0, 10),
);
const signal = (given: Partial<Signal>): Signal => ({
  ...{ id: 'a', rule: { zh: '收入骤减', en: '' }, message: { zh: '', en: '' }, severity: 'orange', state: 'open' },
  ...{ raisedAt: '2026-09-01T09:00:00+08:00', endedAt: null, datasets: ['wages'], taskId: 't', ...given },
});
const lane = {
  ...{ dataset: 'wages', title: { zh: '', en: '' }, department: { zh: '', en: '' }, shape: 'bars' as const },
  months: months.map(() => ({ amount: 1, rows: 1, isKnown: true })),
};
const lineOf = (given: Partial<Line>): Line => ({
  ...{ months, today: '2026-10-31', lanes: [lane], signals: [], visits: [], help: [], ...given },
});
const visit = {
  ...{ id: 'v', taskId: 't', visitedAt: '2026-09-03T10:00:00+08:00', visitor: '许春兰', isPaper: false, answers: {} },
  ...{ enteredBy: null, outcomeCode: 'A6', note: '', assistanceNote: null, others: [] },
};
const help = {
  on: '2026-09-05',
  taskId: 't',
  outcomeCode: 'A6',
  category: null,
  person: null,
  amount: null,
  note: null,
};

describe('the line', () => {
  it('stands days in their order from the first month to the last, whatever the width', () => {
    const layout = layOut(lineOf({}), [], { width: 930, span: 24 });
    expect(layout.x('2024-11-01')).toBeLessThan(layout.left + 1);
    expect(layout.x('2026-10-31')).toBeLessThanOrEqual(layout.right);
    expect(layout.x('2025-03-10')).toBeLessThan(layout.x('2025-03-11'));
    expect(layout.x('1999-01-01')).toBe(layout.left);
    expect(layOut(lineOf({}), [], { width: 930, span: 6 }).months[0]).toBe('2026-05-01');
  });

  it('gives a signal of no source shown a lane of its own', () => {
    const of = (line: Line) => layOut(line, [], { width: 930, span: 24 }).lanes.map((one) => one.key);
    expect(of(lineOf({ signals: [signal({})] }))).toEqual(['wages', 'visits', 'help']);
    expect(of(lineOf({ signals: [signal({ datasets: ['deaths'] })] }))).toEqual(['wages', 'other', 'visits', 'help']);
  });

  it('ties signal, visit and help of one task, and leaves a promise open', () => {
    const kept = threadsOf(lineOf({ signals: [signal({})], visits: [visit], help: [help] }));
    expect(kept.map(({ from, to, isOpen }) => [from.lane, to.lane, isOpen])).toEqual([
      ['wages', 'visits', false],
      ['visits', 'help', false],
    ]);
    const open = threadsOf(lineOf({ signals: [signal({})] }));
    expect(open.map(({ from, to, isOpen }) => [from.lane, to.lane, isOpen])).toEqual([
      ['wages', 'visits', true],
      ['visits', 'help', true],
    ]);
    expect(threadsOf(lineOf({ signals: [signal({ state: 'resolved' })] }))).toEqual([]);
  });

  it('lists what happened newest first, a visit and an alert once', () => {
    const entry = {
      office: null,
      subjectKind: 'task',
      subjectId: 't',
      to: null,
      reason: null,
      outcomeCode: null,
      times: 1,
    };
    const items = recordOf(lineOf({ signals: [signal({})], visits: [visit], help: [help] }), [
      { ...entry, at: '2026-09-01T09:00:00+08:00', action: 'alert.raise', actor: 'system' },
      { ...entry, at: '2026-09-02T09:00:00+08:00', action: 'task.dispatch', actor: '崔海林' },
      { ...entry, at: '2026-09-03T11:00:00+08:00', action: 'visit.submit', actor: '许春兰' },
    ]);
    expect(items.map((item) => item.kind)).toEqual(['help', 'visit', 'move', 'alert']);
  });
});

describe('charts of months', () => {
  it('never draw a line across a month that nobody knows', () => {
    expect(stretchesOf([1, 2, null, 3, null, null, 4, 5])).toEqual([
      { from: 0, points: [1, 2] },
      { from: 3, points: [3] },
      { from: 6, points: [4, 5] },
    ]);
  });

  it('end above what they show', () => {
    for (const value of [1, 99, 100, 1040, 49_999, 5_000_000]) expect(niceTop(value)).toBeGreaterThan(value);
    expect(niceTop(0)).toBe(1);
  });

  it('place no label upon another, nor outside', () => {
    const labels = [100, 110, 400, 880].map((x) => ({ key: String(x), x, text: '收入骤减四字' }));
    const placed = placeLabels(
      labels,
      labels.map((one) => one.x),
      { left: 86, right: 900, size: 13, gap: 14 },
    );
    const spans = placed.map(({ x, text, anchor }) => {
      const from = anchor === 'start' ? x + 14 : x - 14 - textWidth(text, 13);
      return [from, from + textWidth(text, 13)] as const;
    });
    for (const [index, [from, to]] of spans.entries()) {
      expect(from).toBeGreaterThanOrEqual(86);
      expect(to).toBeLessThanOrEqual(900);
      for (const [otherFrom, otherTo] of spans.slice(index + 1)) expect(from < otherTo && to > otherFrom).toBe(false);
    }
    expect(placed.find((one) => one.key === '880')?.anchor).toBe('end');
  });
});

describe('the flow', () => {
  it('has each state and each move of the table, and nothing else', () => {
    expect(nodesOf().map((node) => node.state)).toEqual([...TASK_STATES]);
    const drawn = new Set(edgesOf().map((edge) => `${edge.from} ${edge.move} ${edge.to}`));
    const told = Object.entries(TASK_MOVES).flatMap(([move, { from, to }]) =>
      from.filter((one) => (one as string) !== to).map((one) => `${one} ${move} ${to}`),
    );
    expect(drawn).toEqual(new Set(told));
  });

  it('stands no two states on one spot', () => {
    const spots = nodesOf().map((node) => `${node.column} ${node.row}`);
    expect(new Set(spots).size).toBe(spots.length);
  });

  it('tells who comes next: what leads on before what leads back', () => {
    expect(nextMoves('waiting')[0]).toEqual({ move: 'dispatch', roles: ['county-dispatcher', 'township-officer'] });
    expect(nextMoves('accepted').map((one) => one.move)).toEqual(['submit', 'hand-back']);
    expect(nextMoves('closed')).toEqual([]);
    expect(hasPassed('submitted', 'accepted')).toBe(true);
    expect(hasPassed('accepted', 'submitted')).toBe(false);
  });

  it('speaks of the open task before one that ended later', () => {
    const task = (state: string) => ({ state }) as never;
    expect(caseOf([task('closed'), task('waiting')])).toEqual({ state: 'waiting' });
    expect(caseOf([])).toBeUndefined();
  });
});

describe('where an indicator stands', () => {
  const threshold = (ruleId: string, by: '<' | '>=' | '>', line: number, part = 0) => ({
    ...{ ruleId, rule: { zh: ruleId, en: ruleId }, by, part, values: [null, line] },
  });

  it('is past a rule’s line only when all its lines are passed', () => {
    const share = [threshold('share', '>=', 2000, 1), threshold('share', '>=', 24_000, 3)];
    expect(standingOf({ values: [null, 4000], thresholds: share })).toMatchObject({ crossed: false, gap: 20_000 });
    expect(standingOf({ values: [null, 30_000], thresholds: share })).toMatchObject({ crossed: true, side: 'above' });
  });

  it('is past it when one of two alternatives is', () => {
    const either = [threshold('bills', '>', 21_700, 1), threshold('bills', '>', 10_850, 1)];
    expect(standingOf({ values: [null, 12_000], thresholds: either })).toMatchObject({ crossed: true });
  });

  it('is of the newest month that is known, and nowhere when none is', () => {
    expect(standingOf({ values: [5, null], thresholds: [] })).toMatchObject({ value: 5, month: 0, gap: null });
    expect(standingOf({ values: [null, null], thresholds: [] })).toBeNull();
  });
});

describe('the form of a paper visit', () => {
  const typed = {
    ...{ visitorId: '01a18f78-8f37-702a-b9d8-8a0588da7701', visitedAt: '2026-10-30T09:30', outcomeCode: 'A6' },
    ...{ cause: 'unasked', note: '屋里进水', assistanceNote: '', noPlaceReason: '已到户家中，纸质填写', answers: {} },
  };
  const because = { reasons: [], causes: [] };
  const of = { taskId: '01a18f78-8f37-702a-b9d8-8a0588da7702', form: undefined, because, photos: [] };

  it('makes a visit by the province’s clock, with what could not be asked left unknown', () => {
    expect(visitOf(of, typed)).toMatchObject({
      visit: { visitedAt: '2026-10-30T09:30:00+08:00', cause: null, place: null, assistanceNote: null },
    });
  });

  it('names what is missing in the order of the form', () => {
    const empty = { ...typed, outcomeCode: '', cause: '', note: ' ', noPlaceReason: '', visitedAt: '', visitorId: '' };
    expect(visitOf(of, empty)).toEqual({
      wrong: ['outcomeCode', 'cause', 'note', 'noPlaceReason', 'visitedAt', 'visitorId'],
      questions: [],
    });
  });

  it('goes without its form where none was answered; once one is, all that must be are', () => {
    const question = (id: string) => ({
      ...{ id, kind: 'yes-no' as const, names: { zh: id, en: id }, when: [], required: true },
    });
    const names = { zh: '表', en: 'form' };
    const sections = [{ id: 's', names, when: [], questions: [question('safe'), question('food')] }];
    const form: Form = { id: 'help', version: 'v', names, kinds: ['help'], sections, suggestions: [] };
    const answered = (values: Record<string, boolean>) =>
      visitOf({ ...of, form }, { ...typed, answers: { form: 'help', version: 'v', values, known: {} } });
    expect(answered({})).toMatchObject({ visit: { answers: {} } });
    expect(answered({ safe: true })).toEqual({ wrong: [], questions: ['food'] });
    expect(answered({ safe: true, food: false })).toMatchObject({
      visit: { answers: { form: 'help', version: 'v', values: { safe: true, food: false } } },
    });
  });
});
