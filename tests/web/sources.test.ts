// What the page of the sources says: cells of periods, blind rules, the step of a file on its way in, readings of headings.
import { describe, expect, it } from 'vitest';
import { ACTIONS, mayDo, type ROLES } from '../../server/access/model.ts';
import type { IntakeView, LayoutProposal, SourceView } from '../../server/flow/ingest/model.ts';
import { EXPECTED } from '../../server/flow/ingest/reject.ts';
import { homeOf } from '../../web/features/session/home.ts';
import { batchWords } from '../../web/features/sources/batch-words.ts';
import {
  countRejected,
  faultsOf,
  isRunning,
  rankCodes,
  shareRead,
  sizeText,
  stepOf,
} from '../../web/features/sources/intake.ts';
import {
  blindRules,
  cellsOf,
  countSources,
  filterSources,
  newestOf,
  periodChoices,
  periodText,
} from '../../web/features/sources/periods.ts';
import { rightsOf } from '../../web/features/sources/rights.ts';

const NOW = new Date('2026-10-13T09:40:00+08:00');

type Period = SourceView['periods'][number];
const period = (values: Partial<Period>): Period => ({
  ...{ period: '2026-09', receivedAt: '2026-10-10T02:00:00Z', daysLate: 0, good: 10, waiting: 0, rejected: 0 },
  ...values,
});

const source = (values: Partial<SourceView>): SourceView => ({
  ...{ dataset: 'wages', title: { zh: '工资', en: 'Wages' }, department: 'tax' },
  ...{ departmentNames: { zh: '税务局', en: 'Tax' }, legalBasis: '法', purpose: { zh: '用', en: 'use' } },
  ...{ mode: 'increment', rhythm: 'monthly', dueDay: 10, state: 'connected', stateFrom: null, month: '2026-09' },
  ...{ isLate: false, daysLate: 0, isBlind: false, blinds: [], matchRate: 1, health: [], periods: [period({})] },
  ...values,
});

describe('the twelve cells of a source', () => {
  it('are always twelve, and nothing was due before the first period', () => {
    const cells = cellsOf(source({}));
    expect(cells).toHaveLength(12);
    expect(cells.map((cell) => cell.kind)).toEqual([...Array(11).fill('none'), 'on-time']);
  });

  it('tell late from missing from not due', () => {
    const periods = [
      period({ daysLate: 3 }),
      period({ receivedAt: null, daysLate: 6 }),
      period({ receivedAt: null, daysLate: null }),
    ];
    expect(
      cellsOf(source({ periods }))
        .slice(-3)
        .map((cell) => cell.kind),
    ).toEqual(['late', 'missing', 'none']);
  });

  it('of a source not connected are never late nor missing', () => {
    const planned = source({ state: 'planned', periods: [period({ receivedAt: null, daysLate: 40 })] });
    expect(new Set(cellsOf(planned).map((cell) => cell.kind))).toEqual(new Set(['planned']));
  });

  it('the newest is the last that came in', () => {
    const periods = [period({ period: '2026-08', good: 7 }), period({ receivedAt: null, daysLate: 2 })];
    expect(newestOf({ periods })?.good).toBe(7);
    expect(newestOf({ periods: [] })).toBeUndefined();
  });
});

describe('periods', () => {
  it('are said as people say them', () => {
    expect(periodText('2026-09', 'zh', NOW)).toBe('9月');
    expect(periodText('2025-09', 'zh', NOW)).toBe('2025年9月');
    expect(periodText('2026-1', 'zh')).toBe('2026年春季学期');
    expect(periodText('2026-2', 'en')).toBe('autumn term 2026');
    expect(periodText('2026-10-12', 'zh', NOW)).toBe('10月12日');
  });

  it('to choose from are written as the server writes them, the newest first', () => {
    const months = periodChoices('monthly', NOW);
    expect(months.slice(0, 2)).toEqual(['2026-10', '2026-09']);
    expect(months).toHaveLength(24);
    expect(months[23]).toBe('2024-11');
    expect(periodChoices('term', NOW).slice(0, 3)).toEqual(['2026-2', '2026-1', '2025-2']);
  });
});

describe('what is blind', () => {
  const bills = { zh: '医疗支出过大', en: 'Bills' };
  const late = source({ dataset: 'medical', department: 'insurance', isLate: true, isBlind: true, blinds: [bills] });
  const planned = source({ dataset: 'houses', state: 'planned', blinds: [bills, { zh: '住房', en: 'House' }] });
  const fine = source({ blinds: [{ zh: '收入', en: 'Income' }] });

  it('names each rule once, with every source it waits for', () => {
    const rules = blindRules([late, planned, fine]);
    expect(rules.map(({ names, because }) => [names.zh, because.map((one) => one.dataset)])).toEqual([
      ['医疗支出过大', ['medical', 'houses']],
      ['住房', ['houses']],
    ]);
  });

  it('a source not connected is neither in time nor late', () => {
    expect(countSources([late, planned, fine])).toEqual({
      ...{ total: 3, fine: 1, late: 1, planned: 1, suspended: 0, blind: 2 },
    });
  });

  it('can be picked out, as can the late, the rejected and one department', () => {
    const all = [late, planned, fine, source({ dataset: 'bad', periods: [period({ rejected: 3 })] })];
    const pick = (show: Parameters<typeof filterSources>[1]['show'], department = '') =>
      filterSources(all, { department, show }).map((one) => one.dataset);
    expect(pick('all')).toHaveLength(4);
    expect(pick('late')).toEqual(['medical']);
    expect(pick('blind')).toEqual(['medical', 'houses']);
    expect(pick('rejected')).toEqual(['bad']);
    expect(pick('planned')).toEqual(['houses']);
    expect(pick('all', 'insurance')).toEqual(['medical']);
  });
});

describe('a file on its way in', () => {
  const intake = (values: Partial<IntakeView>) =>
    ({ state: 'done', asks: 'nothing', isDryRun: true, bytesRead: 0, bytesTotal: null, ...values }) as IntakeView;

  it('runs, asks, or has come to an end', () => {
    expect(stepOf(intake({ state: 'settling' }))).toBe('running');
    expect(stepOf(intake({ state: 'refused', asks: 'period' }))).toBe('period');
    expect(stepOf(intake({ state: 'refused', asks: 'layout' }))).toBe('layout');
    expect(stepOf(intake({ state: 'refused' }))).toBe('refused');
    expect(stepOf(intake({}))).toBe('preview');
    expect(stepOf(intake({ isDryRun: false }))).toBe('done');
    expect(stepOf(intake({ state: 'known', isDryRun: false }))).toBe('known');
    expect(stepOf(intake({ state: 'broken-off', asks: 'period' }))).toBe('broken-off');
    expect(isRunning(intake({ state: 'waiting' }))).toBe(true);
    expect(isRunning(intake({ state: 'cancelled' }))).toBe(false);
  });

  it('tells how far only while it reads a file of known length', () => {
    expect(shareRead(intake({ state: 'reading', bytesRead: 30, bytesTotal: 120 }))).toBe(0.25);
    expect(shareRead(intake({ state: 'reading', bytesRead: 130, bytesTotal: 120 }))).toBe(1);
    expect(shareRead(intake({ state: 'reading', bytesRead: 30 }))).toBeNull();
    expect(shareRead(intake({ state: 'settling', bytesRead: 120, bytesTotal: 120 }))).toBeNull();
    expect([sizeText(812), sizeText(81_200), sizeText(3_400_000)]).toEqual(['812 B', '81 KB', '3.4 MB']);
  });

  it('counts its rejects, the most frequent reason first', () => {
    const rejected = { 'bad-check-digit': 2, 'totals-line': 0, 'missing-id': 5 };
    expect(countRejected(rejected)).toBe(7);
    expect(rankCodes(rejected)).toEqual([
      ['missing-id', 5],
      ['bad-check-digit', 2],
    ]);
  });

  it('every reject code has its words in both languages', () => {
    expect(Object.keys(batchWords.zh.codes).sort()).toEqual(Object.keys(EXPECTED).sort());
    expect(Object.keys(batchWords.en.codes).sort()).toEqual(Object.keys(EXPECTED).sort());
  });
});

it('a reading of headings is complete when all that is needed is named once', () => {
  const proposal: Pick<LayoutProposal, 'contractHeadings'> = {
    contractHeadings: [
      { heading: '证件号码', isNeeded: true },
      { heading: '税款所属期', isNeeded: true },
      { heading: '备注', isNeeded: false },
    ],
  };
  expect(faultsOf(proposal, { 身份证: '证件号码', 月份: null })).toEqual({ missing: ['税款所属期'], twice: [] });
  expect(faultsOf(proposal, { 身份证: '证件号码', 月份: '税款所属期', 号码: '证件号码' })).toEqual({
    ...{ missing: [], twice: ['证件号码'] },
  });
  expect(faultsOf(proposal, { 身份证: '证件号码', 月份: '税款所属期' })).toEqual({ missing: [], twice: [] });
});

describe('who may do what here', () => {
  const rights = (role: (typeof ROLES)[number]) => {
    const actions = (Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).filter((action) => mayDo(role, action));
    return rightsOf({ actions });
  };

  it('a liaison hands in and withdraws, and does not confirm what was held', () => {
    expect(rights('department-liaison')).toMatchObject({ canHandIn: true, canFetchRejects: true, canConfirm: false });
    expect(homeOf('department-liaison')).toBe('/sources');
  });

  it('the province confirms and says which sources are connected', () => {
    expect(rights('province-monitor')).toMatchObject({
      canHandIn: false,
      canFetchRejects: false,
      canConfirm: true,
      canChangeState: true,
    });
  });
});
