// The desk's pure half: the list as it is drawn, ranges, parts of a dispatch, the minute of an undo, the filter in the address.
import { beforeEach, describe, expect, it } from 'vitest';
import type { BulkPreview, QueueRow, Urgency } from '../../server/flow/tasks/model.ts';
import { forgetDispatch, isOwn, noteDispatch, noteListed, secondsLeft } from '../../web/features/tasks/acts.ts';
import { filterOf, readDeskFilter } from '../../web/features/tasks/desk-filter.ts';
import { inParts, joinPreviews, wentOf } from '../../web/features/tasks/many.ts';
import { mergeLost, queueItems, rangeOf } from '../../web/features/tasks/queue.ts';

const row = (id: string, urgency: Urgency = 'soon') => ({ id, urgency, version: 1 }) as QueueRow;
const lost = (id: string, afterId: string | null, urgency: Urgency = 'soon') => ({
  row: row(id, urgency),
  now: null,
  afterId,
});
const idsOf = (items: ReturnType<typeof mergeLost>) =>
  items.map((item) => ('row' in item ? `(${item.row.id})` : item.id));

describe('a row that somebody else took', () => {
  it('stays where it stood', () => {
    const rows = [row('a', 'overdue'), row('b'), row('d')];
    expect(idsOf(mergeLost(rows, [lost('c', 'b')]))).toEqual(['a', 'b', '(c)', 'd']);
    expect(idsOf(mergeLost(rows, [lost('c', 'b'), lost('c2', 'c')]))).toEqual(['a', 'b', '(c)', '(c2)', 'd']);
  });

  it('comes first in its group when its neighbour has gone too, and last when the group has', () => {
    const rows = [row('a', 'overdue'), row('b')];
    expect(idsOf(mergeLost(rows, [lost('x', 'gone')]))).toEqual(['a', '(x)', 'b']);
    expect(idsOf(mergeLost(rows, [lost('x', null, 'later')]))).toEqual(['a', 'b', '(x)']);
  });

  it('is not there twice once it is listed again', () => {
    expect(idsOf(mergeLost([row('a'), row('b')], [lost('b', 'a')]))).toEqual(['a', 'b']);
  });
});

describe('the list', () => {
  it('has one heading a group with the count of all pages, whatever pages have come', () => {
    const items = queueItems([row('a', 'overdue'), row('b'), row('c')], { overdue: 1, soon: 280 }, true);
    expect(items.map((item) => (item.kind === 'group' ? `${item.urgency} ${item.count}` : item.key))).toEqual([
      'overdue 1',
      'a',
      'soon 280',
      'b',
      'c',
    ]);
    expect(queueItems([row('a')], {}, false).map((item) => item.kind)).toEqual(['row']);
  });

  it('ranges go up and down, and begin anew when their start has gone', () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect(rangeOf(ids, 'a', 'c')).toEqual(['a', 'b', 'c']);
    expect(rangeOf(ids, 'd', 'b')).toEqual(['b', 'c', 'd']);
    expect(rangeOf(ids, 'gone', 'b')).toEqual(['b']);
    expect(rangeOf(ids, null, 'gone')).toEqual([]);
  });
});

describe('a dispatch of many', () => {
  const load = (id: string, before: number, tasks: string[]): BulkPreview['loads'][number] => ({
    ...{ id, name: id, before, after: before + tasks.length, capacity: 4, isOver: false, tasks },
  });

  it('goes in parts of a hundred; the previews of the parts add up to what each would carry', () => {
    expect(inParts(Array.from({ length: 250 }, (_, n) => n)).map((part) => part.length)).toEqual([100, 100, 50]);
    const joined = joinPreviews([
      { loads: [load('p', 2, ['a', 'b'])], refused: [] },
      { loads: [load('p', 2, ['c']), load('q', 0, ['d'])], refused: [] },
    ]);
    expect(joined.loads).toMatchObject([
      { id: 'p', before: 2, after: 5, isOver: true, tasks: ['a', 'b', 'c'] },
      { id: 'q', before: 0, after: 1, isOver: false },
    ]);
  });

  it('what went can be taken back, with the versions that the dispatch made', () => {
    const result = { assignee: null, state: null, why: null } as const;
    expect(
      wentOf([
        { id: 'a', outcome: 'dispatched', version: 2, ...result },
        { id: 'b', outcome: 'conflict', version: 7, ...result },
      ]),
    ).toEqual([{ id: 'a', version: 2 }]);
  });
});

describe('what was done here', () => {
  beforeEach(forgetDispatch);

  it('is no news, until the task is listed anew by what happened since', () => {
    noteDispatch([{ id: 'a', version: 2 }]);
    noteListed([{ id: 'a', version: 1 }]); // a list fetched before the dispatch
    expect(isOwn('a')).toBe(true);
    noteListed([{ id: 'a', version: 3 }]);
    expect(isOwn('a')).toBe(false);
  });

  it('can be taken back for sixty seconds', () => {
    const act = { tasks: [], at: 1_000_000 };
    expect(secondsLeft(act, 1_000_000)).toBe(60);
    expect(secondsLeft(act, 1_012_000)).toBe(48);
    expect(secondsLeft(act, 1_060_000)).toBe(0);
    expect(secondsLeft(act, 2_000_000)).toBe(0);
  });
});

it('the filter reads back from the address; what is not understood falls back to its default', () => {
  const search = new URLSearchParams(
    'view=blocked&area=222405&severity=orange,red,pink&sort=due&task=x&rule=r&assignee=nobody',
  );
  expect(readDeskFilter(search, 'waiting')).toEqual({
    ...{ view: 'blocked', area: '222405', severity: ['red', 'orange'], rule: 'r', assignee: '', sort: 'due' },
  });
  expect(readDeskFilter(new URLSearchParams('view=mine&area=x&sort=y'), 'submitted')).toMatchObject({
    ...{ view: 'submitted', area: '', sort: 'urgency' },
  });
  expect(filterOf(search)).not.toContain('task');
});
