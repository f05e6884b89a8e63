// The phone's pure half: drafts, the list, the outbox through its states, records old and new, and what is drawn for the home screen.
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ChangeAnswer, FieldTask } from '../../server/field/model.ts';
import { VisitInput } from '../../server/flow/visits/model.ts';
import { makeId } from '../../web/api/make-id.ts';
import { askingOf, firstOpenStep } from '../../web/features/visits/steps.ts';
import { drawIcon } from '../../web/field/build/icons.ts';
import { isWeak } from '../../web/field/pages/weak-pin.ts';
import { hasTwo } from '../../web/offline/clashes.ts';
import { metresBetween, roundMetres } from '../../web/offline/distance.ts';
import { type Draft, draftOf, startDraft, visitInputOf } from '../../web/offline/draft.ts';
import type { Shown } from '../../web/offline/holdings.ts';
import { filterHomes, homesOf, partsOf } from '../../web/offline/homes.ts';
import { isToAccept, reasonsOf, villagesOf } from '../../web/offline/list.ts';
import { applyAnswers, forgetOld, makeEntry, nextBatch, unsentOf, waitBefore } from '../../web/offline/outbox.ts';
import {
  addMove,
  EMPTY_PHONE,
  finishVisit,
  type Phone,
  readPhone,
  recordsOf,
  reopenVisit,
  retryEntry,
  saveDraft,
  seeEntry,
  showAll,
  takeAnswers,
  takeSync,
} from '../../web/offline/phone.ts';

const NOW = new Date('2026-10-13T09:40:00+08:00');
const taskOf = (id: string, given: Partial<FieldTask> = {}): FieldTask => ({
  ...{ id, state: 'accepted', kind: 'help', asKind: 'help', routine: null, severity: 'blue', areaCode: '222405105201' },
  ...{
    place: '龙井市 智新镇 明岩村',
    openedAt: '2026-10-01T09:00:00+08:00',
    dispatchDueAt: '2026-10-02T09:00:00+08:00',
  },
  ...{ visitDueAt: '2026-10-20T09:00:00+08:00', confirmDueAt: '2026-10-25T09:00:00+08:00' },
  ...{ notice: null, returnReason: null, head: '宋贵田', address: null, members: [], reasons: [], visits: [] },
  ...{ form: null, known: {}, attempts: [] },
  ...{ householdKey: null, location: null },
  ...given,
});
const shownOf = (id: string, given: Partial<FieldTask> = {}, more: Partial<Shown> = {}): Shown => {
  const task = taskOf(id, given);
  return { task, state: task.state, isGone: false, draft: undefined, unsent: undefined, ...more };
};
const answerTo = (id: string, given: Partial<ChangeAnswer> = {}): ChangeAnswer => ({
  ...{ id, outcome: 'applied', again: false, keptBecause: null, code: null, detail: null, errors: [], task: null },
  ...given,
});
const words = { outcomes: [], causes: [], forms: [], attemptReasons: [] };
const news = { now: NOW.toISOString(), user: { id: makeId(), name: '金松月' }, isRehearsal: true, cursor: 'c', words };

describe('a visit being written', () => {
  const draft = startDraft('0190a000-0000-7000-8000-000000000001', '宋贵田', NOW);

  it('has an id of its own: a UUID of version 7, later ones sort later', () => {
    expect(draft.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(makeId(1_800_000_000_000) < makeId(1_800_000_000_001)).toBe(true);
  });

  it('resumes at the first open question', () => {
    const asking = askingOf(undefined, { forms: [], outcomes: [] });
    const open = (given: Partial<Draft>) => firstOpenStep({ ...draft, ...given }, asking);
    const placed = { noPlaceReason: '没有信号' };
    expect([open({}), open(placed), open({ ...placed, outcomeCode: 'A6' })]).toEqual([1, 2, 3]);
    expect(open({ ...placed, outcomeCode: 'A6', cause: null })).toBe(4);
    expect(open({ ...placed, outcomeCode: 'A6', cause: null, note: '看过了' })).toBe(8);
    const needs = { ...asking, needs: { B4: 'statement' as const } };
    const declined = { ...draft, ...placed, outcomeCode: 'B4', cause: null, note: '不愿意' };
    expect([needs, { ...needs, signed: ['statement' as const] }].map((one) => firstOpenStep(declined, one))).toEqual([
      7, 8,
    ]);
    expect(open({ outcomeCode: 'A6', cause: null, note: '看过了' })).toBe(1);
  });

  it('when answered is what the server takes; without a place it needs a reason', () => {
    const answered = { ...draft, outcomeCode: 'A6', cause: null, note: ' 看过了 ', noPlaceReason: '没有信号' };
    const taken = VisitInput.parse(visitInputOf(answered));
    expect(taken).toMatchObject({ note: '看过了', assistanceNote: null, noPlaceReason: '没有信号' });
    expect(VisitInput.safeParse(visitInputOf({ ...answered, noPlaceReason: null })).success).toBe(false);
  });

  it('that was refused is written again under its own id, with all that was said', () => {
    const written = { ...draft, outcomeCode: 'A6', cause: 'illness', note: '看过了', assistanceNote: '已报镇里' };
    const phone = finishVisit(saveDraft(EMPTY_PHONE, written), written, NOW);
    expect([phone.drafts, phone.outbox.map((entry) => entry.state)]).toEqual([[], ['waiting']]);
    const refused = takeAnswers(phone, [answerTo(draft.id, { outcome: 'needs-you' })], NOW);
    expect(seeEntry(refused, draft.id).outbox).toHaveLength(1);
    expect(retryEntry(refused, draft.id).outbox[0]).toMatchObject({ state: 'waiting', answer: null });
    const again = reopenVisit(refused, draft.id, '情况选错了', NOW);
    expect(again.outbox).toEqual([]);
    expect(again.drafts[0]).toMatchObject({
      id: draft.id,
      note: '看过了',
      assistanceNote: '已报镇里',
      refusal: '情况选错了',
    });
    expect(draftOf(phone.outbox[0]!, '', NOW)).toMatchObject({ outcomeCode: 'A6', cause: 'illness' });
  });
});

describe('the list', () => {
  const namesOf = (parts: ReturnType<typeof partsOf>) =>
    Object.fromEntries(parts.map(({ name, homes }) => [name, homes.map(({ key }) => key)]));
  const all = [
    shownOf('later', { visitDueAt: '2026-10-25T09:00:00+08:00' }),
    shownOf('red', { severity: 'red', visitDueAt: '2026-10-15T09:00:00+08:00' }),
    shownOf('today', { visitDueAt: '2026-10-13T18:00:00+08:00' }),
    shownOf('late', { visitDueAt: '2026-10-09T18:00:00+08:00' }),
    shownOf('sent', { state: 'submitted' }),
    shownOf('soon', { visitDueAt: '2026-10-14T09:00:00+08:00' }),
    shownOf('gone', {}, { isGone: true }),
  ];

  it('has what is red, late or due today first, then by deadline, and what was sent last', () => {
    expect(namesOf(partsOf(homesOf(all, NOW), null))).toEqual({
      ...{ urgent: ['late', 'today', 'red'], soon: ['soon', 'later'], sent: ['sent'], gone: ['gone'] },
    });
  });

  it('has the tasks of one household on one card, which stands where the most pressing of them would', () => {
    const home = { householdKey: '7' };
    const homes = homesOf(
      [
        shownOf('routine', { ...home, visitDueAt: '2026-10-28T09:00:00+08:00' }),
        shownOf('answered', { ...home, state: 'submitted', visitDueAt: '2026-10-01T09:00:00+08:00' }),
        shownOf('help', { ...home, severity: 'red', visitDueAt: '2026-10-16T09:00:00+08:00' }),
        shownOf('neighbour', { householdKey: '8', visitDueAt: '2026-10-15T09:00:00+08:00' }),
      ],
      NOW,
    );
    expect(homes.map(({ key, group }) => [key, group])).toEqual([
      ['8', 'soon'],
      ['7', 'urgent'],
    ]);
    expect(homes[1]!.tasks.map(({ task }) => task.id)).toEqual(['help', 'routine', 'answered']);
  });

  it('stands by distance when asked, what nobody has located behind, what is done last', () => {
    const at = (latitude: number) => ({ location: { latitude, longitude: 129.4 } });
    const homes = homesOf(
      [
        shownOf('far', at(42.9)),
        shownOf('near', at(42.71)),
        shownOf('nowhere', { severity: 'red' }),
        shownOf('done', { ...at(42.7), state: 'submitted' }),
      ],
      NOW,
    );
    const parts = partsOf(homes, { latitude: 42.7, longitude: 129.4 });
    expect(namesOf(parts)).toEqual({ near: ['near', 'far'], unplaced: ['nowhere'], sent: ['done'] });
    // A thousandth of a degree of latitude is 111 m; Yanji station to Longjing station, 15.4 km by the map.
    expect(metresBetween({ latitude: 42.7, longitude: 129 }, { latitude: 42.701, longitude: 129 })).toBeCloseTo(111, 0);
    const yanji = { latitude: 42.883, longitude: 129.508 };
    expect(roundMetres(metresBetween(yanji, { latitude: 42.766, longitude: 129.425 }))).toBe(15_000);
    expect([3, 14, 996, 1_449, 14_700].map(roundMetres)).toEqual([10, 10, 1_000, 1_400, 15_000]);
  });

  it('is searched by name, village and reason, every word, and filtered by level, village and rule', () => {
    const reason = { id: makeId(), ruleId: 'income-collapse', severity: 'red' as const };
    const told = { cause: null, plain: { zh: '', en: '' }, raisedAt: '', sources: [], measures: [] };
    const names = { zh: '收入骤减', en: 'income fell' };
    const some = [
      shownOf('a', { severity: 'red', reasons: [{ ...reason, names, ...told }] }),
      shownOf('b', { head: '韩秀云', place: '龙井市 智新镇 光新村' }),
    ];
    const anything = { text: '', urgency: '', village: '', reason: '' };
    const found = (more: Partial<typeof anything>) =>
      filterHomes(homesOf(some, NOW), { ...anything, ...more }, NOW).map(({ key }) => key);
    expect([found({}), found({ text: '韩' }), found({ text: '明岩 收入' })]).toEqual([['a', 'b'], ['b'], ['a']]);
    expect([found({ text: '明岩 韩' }), found({ text: 'INCOME' })]).toEqual([[], ['a']]);
    expect([found({ urgency: 'red' }), found({ urgency: 'urgent' }), found({ village: '光新村' })]).toEqual([
      ['a'],
      ['a'],
      ['b'],
    ]);
    expect([found({ reason: 'income-collapse' }), found({ reason: 'another' })]).toEqual([['a'], []]);
    expect([villagesOf(some).length, reasonsOf(some)]).toEqual([2, [{ ruleId: 'income-collapse', names }]]);
  });
});

it('a household is taken on before its visit is begun, not while it is half written', () => {
  const draft = startDraft('new', '宋贵田', NOW);
  const fresh = shownOf('new', { state: 'assigned' });
  const others = [{ ...fresh, draft }, { ...fresh, isGone: true }, shownOf('taken')];
  expect([fresh, ...others].map(isToAccept)).toEqual([true, false, false, false]);
});

it('two versions are offered to be seen only where the service has a second one', () => {
  const clash = { field: 'outcomeCode', label: { zh: '情况', en: 'Finding' }, mine: 'A6', theirs: 'C1', base: null };
  const by = { theirsSource: { zh: '乙写的', en: 'by B' }, theirsAt: NOW.toISOString() };
  const visit = { id: 'v', kind: 'visit' as const, taskId: 't', household: '宋', body: {}, madeAt: NOW.toISOString() };
  const said = (given: Partial<ChangeAnswer>) => applyAnswers([makeEntry(visit)], [answerTo('v', given)], '')[0]!;
  expect(
    [said({ clashes: [{ ...clash, ...by }] }), said({ outcome: 'kept', keptBecause: 'visited' })].map(hasTwo),
  ).toEqual([true, true]);
  const others = [{ outcome: 'needs-you' as const }, { outcome: 'kept' as const, keptBecause: 'cancelled' as const }];
  expect([makeEntry(visit), ...others.map(said)].map(hasTwo)).toEqual([false, false, false]);
});

describe('what is done without a network', () => {
  const [one, other] = [taskOf(makeId(), { state: 'assigned' }), taskOf(makeId())];
  const synced = takeSync(EMPTY_PHONE, { ...news, items: [one, other], ids: [one.id, other.id] }, NOW.getTime());

  it('shows at once as it will be, and stays on the phone when its task has gone', () => {
    const draft = { ...startDraft(one.id, '宋贵田', NOW), note: '写了一半' };
    const after = takeSync(saveDraft(synced, draft), { ...news, items: [], ids: [] }, NOW.getTime());
    expect(showAll(after)).toMatchObject([{ isGone: true, draft: { note: '写了一半' } }]);
    const finished = finishVisit(synced, { ...draft, outcomeCode: 'A6' }, NOW);
    expect(showAll(finished).map(({ state }) => state)).toEqual(['submitted', 'accepted']);
  });

  it('stands as the server said once it has arrived, before the next sync tells all of it', () => {
    const draft = { ...startDraft(one.id, '宋贵田', NOW), outcomeCode: 'A6' };
    const task = { state: 'submitted', assignee: '金松月', isMine: true } as const;
    const told = takeAnswers(finishVisit(synced, draft, NOW), [answerTo(draft.id, { task })], NOW);
    expect(showAll(told).map(({ state }) => state)).toEqual(['submitted', 'accepted']);
    const next = takeSync(told, { ...news, items: [one], ids: [one.id, other.id] }, NOW.getTime());
    expect(showAll(next).map(({ state }) => state)).toEqual(['assigned', 'accepted']); // the township sent it back
  });

  it('is on the list no more once it was handed back, also before that has arrived', () => {
    const move = { kind: 'return' as const, taskId: one.id, household: '宋贵田', body: { reason: '路不通' } };
    const returned = addMove(synced, move, NOW);
    const listed = (phone: Phone) => homesOf(showAll(phone), NOW).map(({ key }) => key);
    expect([listed(synced).length, listed(returned)]).toEqual([2, [other.id]]);
    const task = { state: 'returned', assignee: null, isMine: false } as const;
    const told = takeAnswers(returned, [answerTo(returned.outbox[0]!.id, { task })], NOW);
    expect(listed(told)).toEqual([other.id]);
  });

  it('is not unsent any more once it was kept beside its task, and its household may go', () => {
    const draft = { ...startDraft(one.id, '宋贵田', NOW), outcomeCode: 'A6' };
    const kept = { outcome: 'kept', keptBecause: 're-assigned' } as const;
    const told = takeAnswers(finishVisit(synced, draft, NOW), [answerTo(draft.id, kept)], NOW);
    expect(told.outbox.map((entry) => entry.state)).toEqual(['needs-you']);
    expect(showAll(told)[0]!.unsent).toBeUndefined();
    expect(takeSync(told, { ...news, items: [], ids: [other.id] }, NOW.getTime()).holdings).toHaveLength(1);
    expect(seeEntry(told, draft.id).outbox.map((entry) => entry.state)).toEqual(['sent']);
  });

  it('keeps the difference to a clock that is wrong by days', () => {
    const wrong = takeSync(EMPTY_PHONE, { ...news, items: [], ids: [] }, NOW.getTime() - 3 * 86_400_000);
    expect(wrong.profile.offset).toBe(3 * 86_400_000);
  });

  it('goes twenty at a time in its order; what has arrived is forgotten after two days, what has not never', () => {
    const entries = Array.from({ length: 25 }, (_, at) =>
      makeEntry({ id: `${at}`, kind: 'accept', taskId: `${at}`, household: '某', body: {}, madeAt: NOW.toISOString() }),
    );
    expect(nextBatch(entries).map((entry) => entry.id)).toEqual(entries.slice(0, 20).map((entry) => entry.id));
    const answered = applyAnswers(
      entries,
      [answerTo('3'), answerTo('4', { outcome: 'kept', keptBecause: 'closed' })],
      NOW.toISOString(),
    );
    expect([unsentOf(answered).length, forgetOld(answered, NOW.getTime() + 3 * 86_400_000).length]).toEqual([23, 24]);
  });

  it('waits longer after each failure, up to five minutes, and phones do not all come at once', () => {
    expect([0, 1, 2].map((attempt) => waitBefore(attempt, 0.5))).toEqual([2000, 4000, 8000]);
    expect(waitBefore(500, 0.5)).toBe(300_000);
    expect(waitBefore(3, 0)).toBeLessThan(waitBefore(3, 1));
  });
});

it('records are read as they were written, and an outbox of the first version still is', () => {
  const finished = finishVisit(saveDraft(EMPTY_PHONE, startDraft('t2', '韩', NOW)), startDraft('t1', '宋', NOW), NOW);
  const stored = JSON.parse(JSON.stringify([...recordsOf(finished)])) as [string, unknown][];
  expect(JSON.stringify(readPhone(new Map(stored)))).toBe(JSON.stringify(finished));
  // As the first release wrote it, half-way through sending.
  const old: [string, unknown][] = [
    ['order', { holdings: [], outbox: ['v2', 'v1'] }],
    [
      'outbox/v1',
      {
        shape: 1,
        id: 'v1',
        kind: 'visit',
        taskId: 't',
        household: '宋',
        body: { note: '一' },
        madeAt: NOW.toISOString(),
        state: 'sending',
        sentAt: null,
        answer: null,
      },
    ],
    ['outbox/v2', { id: 'v2', kind: 'accept', taskId: 't', household: '宋', body: {}, madeAt: NOW.toISOString() }],
  ];
  const read = readPhone(new Map(old)).outbox;
  expect(read.map((entry) => [entry.id, entry.state])).toEqual([
    ['v2', 'waiting'],
    ['v1', 'waiting'],
  ]);
});

it('a PIN that anybody tries first is weak', () => {
  expect(['000000', '123456', '987654', '121212', '123123'].map(isWeak)).toEqual([true, true, true, true, true]);
  expect(['480271', '112358', '135790'].map(isWeak)).toEqual([false, false, false]);
});

it('the icon is a PNG of its size, green at the rim and with white and lamp in it', () => {
  const icon = drawIcon(48);
  expect([icon.subarray(1, 4).toString(), icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual(['PNG', 48, 48]);
  const at = icon.indexOf('IDAT');
  const pixels = inflateSync(icon.subarray(at + 4, at + 4 + icon.readUInt32BE(at - 4)));
  const colourAt = (x: number, y: number) => [...pixels.subarray(y * 145 + 1 + x * 3, y * 145 + 4 + x * 3)];
  expect([colourAt(0, 0), colourAt(24, 23)]).toEqual([
    [0x0b, 0x3b, 0x36],
    [0xf0, 0xbe, 0x00],
  ]);
});
