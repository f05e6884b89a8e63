// Formatting, the filter in the address, conditions in words: the pure half of the pages.
import { describe, expect, it } from 'vitest';
import type { Coordinator } from '../../server/flow/tasks/model.ts';
import { filterQuery, readFilter } from '../../web/api/filter.ts';
import { suggestCoordinator } from '../../web/features/tasks/load.ts';
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
