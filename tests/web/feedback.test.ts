// Where a row of the precision table leads: the list of those warnings, and nowhere when the list has no such filter.
import { expect, it } from 'vitest';
import type { PrecisionRow } from '../../server/flow/feedback/model.ts';
import { readFilter } from '../../web/api/filter.ts';
import { listAddress } from '../../web/features/feedback/queries.ts';

const row = (key: string | null, ruleId: string | null = null) => ({ key, ruleId }) as PrecisionRow;

it.each([
  ['rule', row('disaster-household', 'disaster-household'), { rule: 'disaster-household' }],
  ['version', row('disaster-household 2', 'disaster-household'), { rule: 'disaster-household' }],
  ['cause', row('illness'), { cause: 'illness' }],
] as const)('a group by %s leads to its ended warnings in the area shown', (by, group, expected) => {
  const address = new URL(listAddress(by, group, '222405')!, 'http://desk');
  expect(address.pathname).toBe('/map');
  expect(readFilter(address.searchParams)).toMatchObject({ area: '222405', state: 'ended', ...expected });
});

it('a county leads to its own list', () => {
  const address = new URL(listAddress('county', row('222403'), '2224')!, 'http://desk');
  expect(readFilter(address.searchParams)).toMatchObject({ area: '222403', state: 'ended' });
});

it('a source, a month, and what has no key lead nowhere', () => {
  expect(listAddress('dataset', row('wages'), undefined)).toBeNull();
  expect(listAddress('month', row('2026-10'), undefined)).toBeNull();
  expect(listAddress('rule', row(null), undefined)).toBeNull();
});
