// Formatting, the filter in the address, conditions in words, drafts and groups: the pure half of the pages.
import { describe, expect, it } from 'vitest';
import type { Coordinator, TaskRow } from '../../server/flow/tasks/model.ts';
import { VisitInput } from '../../server/flow/visits/model.ts';
import { filterQuery, readFilter } from '../../web/api/filter.ts';
import { makeId } from '../../web/api/make-id.ts';
import { suggestCoordinator } from '../../web/features/tasks/load.ts';
import { startDraft, visitInputOf } from '../../web/features/visits/draft.ts';
import { listGroups } from '../../web/features/visits/list-groups.ts';
import { firstOpenStep } from '../../web/features/visits/steps.ts';
import { conditionInWords } from '../../web/ui/condition.ts';
import { formatCount, formatDay, formatPercent, formatTime, formatValue, formatWeekday } from '../../web/ui/format.ts';

const NOW = new Date('2026-10-13T09:40:00+08:00');

describe('formatting', () => {
  it('writes days and times of the province, the year only when it is another', () => {
    expect(formatDay('2026-10-12T17:00:00Z', 'zh', NOW)).toBe('10月13日');
    expect(formatDay('2025-09-11', 'zh', NOW)).toBe('2025年9月11日');
    expect(formatDay('2026-08', 'en')).toBe('Aug');
    expect(formatTime(NOW)).toBe('09:40');
    expect(formatWeekday(NOW, 'zh')).toBe('星期二');
  });

  it('writes values with their unit', () => {
    expect(formatValue(240000, 'fen', 'zh')).toEqual({ figure: '2,400.00', unit: '元' });
    expect(formatValue(1, 'flag', 'en').figure).toBe('yes');
    expect(formatCount(16355)).toBe('16,355');
    expect(formatPercent(0.2318)).toBe('23.2%');
  });
});

describe('the filter in the address', () => {
  it('leaves defaults out and reads back what it wrote', () => {
    const filter = readFilter(
      new URLSearchParams('area=2224&severity=orange,red&state=open&class=policy&rule=x&page=9'),
    );
    expect(filterQuery(filter)).toBe('?area=2224&severity=red%2Corange&class=policy&rule=x');
    expect(readFilter(new URLSearchParams(filterQuery(filter)))).toEqual(filter);
    expect(filterQuery(readFilter(new URLSearchParams()))).toBe('');
  });

  it('what is not understood falls back to the default', () => {
    expect(readFilter(new URLSearchParams('area=abc&severity=pink&state=gone&subject=x'))).toEqual({
      subject: 'need',
      state: 'open',
      severity: [],
      class: [],
    });
  });
});

it('a condition is read out in words, with parameters and standards filled in', () => {
  const why = {
    rule: {
      ...{
        id: 'income-drop',
        version: 3,
        publishedAt: null,
        policy: { document: '', quote: '', seed: '' },
        measures: [],
      },
      condition:
        'income.last <= (1.0 - params.drop) * income.prior\n && (!has(income.head) || income.head < 2.0 * standard.dibao) && income.prior >= params.floor',
      params: [
        { name: 'drop', label: { zh: '降幅', en: 'fall' }, unit: 'ratio' as const, value: 0.4 },
        { name: 'floor', label: { zh: '下限', en: 'least' }, unit: 'fen' as const, value: 200_000 },
      ],
    },
    values: [
      {
        name: 'income.last',
        label: { zh: '近3月工资', en: 'wages' },
        unit: 'fen' as const,
        value: 1,
        kind: 'indicator' as const,
      },
      {
        name: 'income.prior',
        label: { zh: '前3月工资', en: 'before' },
        unit: 'fen' as const,
        value: 1,
        kind: 'indicator' as const,
      },
      {
        name: 'income.head',
        label: { zh: '人均', en: 'a head' },
        unit: 'fen' as const,
        value: null,
        kind: 'indicator' as const,
      },
      {
        name: 'standard.dibao',
        label: { zh: '低保', en: 'dibao' },
        unit: 'fen' as const,
        value: 53000,
        kind: 'standard' as const,
      },
    ],
  };
  expect(conditionInWords(why, 'zh')).toBe(
    '近3月工资 ≤ 60% × 前3月工资，且 (不知道人均，或 人均 < 2 × 低保 530.00 元)，且 前3月工资 ≥ 2,000.00 元',
  );
  expect(conditionInWords(why, 'en')).toBe(
    'wages ≤ 60% × before, and (a head unknown, or a head < 2 × dibao 530.00 yuan), and before ≥ 2,000.00 yuan',
  );
});

describe('the coordinator to propose', () => {
  const make = (id: string, values: Partial<Coordinator> = {}): Coordinator => ({
    ...{
      id,
      name: id,
      visitorKind: null,
      villages: [],
      inHand: 3,
      capacity: 8,
      isHere: true,
      isAway: false,
      cover: null,
    },
    ...values,
  });

  it('is of this village, has room, and has least in hand', () => {
    const far = make('far', { isHere: false, inHand: 0 });
    const full = make('full', { inHand: 8 });
    expect(suggestCoordinator([far, full, make('busy', { inHand: 5 }), make('free', { inHand: 1 })], null)?.id).toBe(
      'free',
    );
    expect(suggestCoordinator([far, full], null)?.id).toBe('full');
  });

  it('is never the one who has it already', () => {
    expect(suggestCoordinator([make('one'), make('two', { inHand: 7 })], 'one')?.id).toBe('two');
    expect(suggestCoordinator([make('one')], 'one')).toBeUndefined();
  });

  it('is never somebody who is away', () => {
    expect(suggestCoordinator([make('away', { isAway: true, inHand: 0 }), make('here')], null)?.id).toBe('here');
  });
});

describe('the visit on the phone', () => {
  const draft = startDraft('0190a000-0000-7000-8000-000000000001', '宋贵田', NOW);

  it('has an id of its own: a UUID of version 7, later ones sort later', () => {
    expect(draft.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(makeId(1_800_000_000_000) < makeId(1_800_000_000_001)).toBe(true);
  });

  it('resumes at the first open question', () => {
    expect(firstOpenStep(draft)).toBe(1);
    expect(firstOpenStep({ ...draft, outcomeCode: 'A6' })).toBe(2);
    expect(firstOpenStep({ ...draft, outcomeCode: 'A6', cause: null })).toBe(3);
    expect(firstOpenStep({ ...draft, outcomeCode: 'A6', cause: null, note: '看过了', noPlaceReason: '没有信号' })).toBe(
      6,
    );
  });

  it('when answered is what the server takes; without a place it needs a reason', () => {
    const answered = { ...draft, outcomeCode: 'A6', cause: null, note: ' 看过了 ', noPlaceReason: '没有信号' };
    expect(VisitInput.parse(visitInputOf(answered))).toMatchObject({
      note: '看过了',
      assistanceNote: null,
      noPlaceReason: '没有信号',
    });
    expect(VisitInput.safeParse(visitInputOf({ ...answered, noPlaceReason: null })).success).toBe(false);
  });

  it('the list has red first, then by deadline, and what was sent last', () => {
    const row = (id: string, values: Partial<TaskRow>) =>
      ({ id, state: 'accepted', severity: 'blue', visitDueAt: '2026-10-20', ...values }) as TaskRow;
    const groups = listGroups([
      row('late', { visitDueAt: '2026-10-25' }),
      row('red', { severity: 'red' }),
      row('sent', { state: 'submitted' }),
      row('early', { visitDueAt: '2026-10-14' }),
    ]);
    expect(Object.values(groups).map((rows) => rows.map((task) => task.id))).toEqual([
      ['red'],
      ['early', 'late'],
      ['sent'],
    ]);
  });
});
