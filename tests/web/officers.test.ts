// The officers' pages without a browser: every right and every entry has its words, details read as sentences, outliers are found.
import { describe, expect, it } from 'vitest';
import { ACTIONS, ROLES } from '../../server/access/model.ts';
import { usualLimit } from '../../server/audit/unusual.ts';
import type { RuleRow } from '../../server/studio/model.ts';
import { draftOf, stateOf, withRole } from '../../web/features/accounts/state.ts';
import { detailsInWords } from '../../web/features/audit/details.ts';
import { wantedOf } from '../../web/features/audit/queries.ts';
import { arrangeRules, changedParams } from '../../web/features/rules/list.ts';
import { deviceOf } from '../../web/features/security/queries.ts';
import { healthOf, shortPlace } from '../../web/features/sources/periods.ts';
import { actionWords } from '../../web/ui/action-words.ts';
import { roleWords } from '../../web/ui/role-words.ts';

const NOW = new Date('2026-10-15T09:00:00+08:00');

describe('words', () => {
  it.each(['zh', 'en'] as const)('there are some for every right and every role, in %s', (language) => {
    expect(Object.keys(ACTIONS).filter((action) => !actionWords[language].actions[action])).toEqual([]);
    expect(ROLES.filter((role) => !roleWords[language].roles[role])).toEqual([]);
  });

  it('tell what changed, why and how many', () => {
    const details = {
      username: 'spring',
      changed: { role: { from: 'county-dispatcher', to: 'auditor' }, villages: { from: ['1', '2', '3', '4'], to: [] } },
      reason: '调岗',
      isBlocked: false,
      tasks: ['a', 'b', 'c', 'd'],
    };
    expect(detailsInWords(details, 'zh')).toEqual([
      '账号 spring',
      '岗位：县级调度员 → 安全审计员',
      '村（社区）：4 项 → 空',
      '原因 调岗',
      '任务 4 项',
    ]);
    expect(detailsInWords({ something: 'new' }, 'en')).toEqual(['something: new']);
  });
});

describe('the filter of the log', () => {
  const asked = { period: '7' as const, from: '', until: '', actor: '', action: '', subject: 'household:9', area: '' };
  it('counts a week with today in it, and splits the subject', () => {
    expect(wantedOf(asked, '2026-10-15')).toMatchObject({
      from: '2026-10-09',
      subjectKind: 'household',
      subjectId: '9',
    });
    const days = { ...asked, period: 'days' as const, from: '2026-10-01', until: '2026-10-02' };
    expect(wantedOf(days, '2026-10-15')).toMatchObject({ from: '2026-10-01', until: '2026-10-02' });
    expect(wantedOf({ ...asked, period: 'all' }, '2026-10-15')).not.toHaveProperty('from');
  });
});

describe('a day with many reveals', () => {
  it('stands out against the others’ days, however far out it is, and a quiet office has no outliers', () => {
    expect(usualLimit([])).toBe(10);
    expect(usualLimit([1, 2, 1, 3])).toBe(10);
    const usual = [20, 22, 19, 21, 20, 23];
    expect(usualLimit([...usual, 400])).toBe(usualLimit([...usual, 4000]));
    expect(usualLimit([...usual, 400])).toBeLessThan(40);
    expect(usualLimit([...usual, 400])).toBeGreaterThanOrEqual(23);
  });
});

describe('an account', () => {
  const row = { isActive: true, blocked: null, lockedUntil: null, mustChangePassword: false };
  it('is in the state that matters most', () => {
    expect(stateOf(row, NOW)).toBe('active');
    expect(stateOf({ ...row, lockedUntil: '2026-10-15T01:05:00Z' }, NOW)).toBe('locked');
    expect(stateOf({ ...row, lockedUntil: '2026-10-15T00:55:00Z', mustChangePassword: true }, NOW)).toBe(
      'first-password',
    );
    expect(stateOf({ ...row, isActive: false, blocked: { at: '', reason: '' } }, NOW)).toBe('blocked');
  });

  it('loses with its role what the new role has no use for', () => {
    const draft = {
      ...draftOf(null),
      role: 'village-coordinator' as const,
      villages: ['222405105201'],
      visitorKind: 'cadre' as const,
    };
    expect(withRole(draft, 'auditor')).toMatchObject({ villages: [], visitorKind: null, bodyKey: null });
    const staff = { ...draftOf(null), role: 'rule-author' as const, bodyKey: '22' };
    expect(withRole(staff, 'rule-publisher').bodyKey).toBe('22');
    expect(withRole(staff, 'county-dispatcher').bodyKey).toBeNull();
  });

  it('is used from a device that is told in an office’s words', () => {
    const edge = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0';
    expect(deviceOf(edge)).toBe('Edg 130 · Windows');
    expect(deviceOf(null)).toBe('');
  });
});

describe('rules', () => {
  const rule = (id: string, openAlerts: number, given: Partial<RuleRow> = {}): RuleRow => ({
    ...{ id, names: { zh: id, en: id }, about: 'household', class: 'discovery', severity: 'red', status: 'published' },
    ...{ number: 1, origin: 'shipped', since: null, openAlerts, drafts: [], scheduled: null, blind: [], faults: [] },
    ...given,
  });
  it('stand in the order asked for, unverified ones last by precision', () => {
    const rows = [rule('a', 1), rule('b', 5, { severity: 'blue' }), rule('c', 5)];
    const figure = { raised: [], verified: 40, confirmed: 10, share: 0.25, low: 0.1, high: 0.4 };
    const figures = new Map([['a', { id: 'a', ...figure }]]);
    const order = (sort: 'open' | 'precision') =>
      arrangeRules(rows, figures, { class: '', status: '', sort, language: 'zh' }).map((one) => one.id);
    expect(order('open')).toEqual(['c', 'b', 'a']);
    expect(order('precision')).toEqual(['a', 'c', 'b']);
  });

  it('tell which parameter a version changed', () => {
    const version = (value: number) => ({ definition: { params: { drop: { value } } } });
    expect(changedParams(version(0.4), version(0.5))).toEqual([{ name: 'drop', from: 0.5, to: 0.4 }]);
    expect(changedParams(version(0.5), undefined)).toEqual([]);
  });
});

describe('a source’s health', () => {
  it('keeps what never came apart from zero', () => {
    const period = { receivedAt: '2026-10-01T00:00:00Z', daysLate: 0, good: 90, waiting: 5, rejected: 5 };
    const missing = { ...period, period: '2026-09', receivedAt: null, good: 0, waiting: 0, rejected: 0 };
    const health = healthOf({ periods: [{ ...period, period: '2026-08' }, missing] });
    expect([health.late, health.rows, health.rejected]).toEqual([
      [0, null],
      [90, null],
      [0.05, null],
    ]);
  });

  it('names places in a table’s head shortly', () => {
    expect(['长春市', '延边朝鲜族自治州', '南关区', '前郭尔罗斯蒙古族自治县'].map(shortPlace)).toEqual([
      ...['长春', '延边', '南关', '前郭尔'],
    ]);
  });
});
