// A visit by a form, as the phone holds it: its pages, half-done visits over a new form, and tries that met nobody.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldTask } from '../../server/field/model.ts';
import { answersAsLast } from '../../server/flow/visits/answers/model.ts';
import { offeredEnd } from '../../server/flow/visits/attempts/model.ts';
import type { Form, Question, Value } from '../../server/flow/visits/forms/model.ts';
import { VisitInput } from '../../server/flow/visits/model.ts';
import { makeId } from '../../web/api/make-id.ts';
import { fenOf, toggled, withAnswer } from '../../web/features/visits/answering.ts';
import { isComplete } from '../../web/features/visits/check-page.tsx';
import {
  type Asking,
  askingOf,
  firstOpenStep,
  goneOf,
  saidAsLast,
  settleDraft,
  stepsOf,
} from '../../web/features/visits/steps.ts';
import { attemptsOf } from '../../web/offline/attempts.ts';
import { type Draft, draftOf, startDraft, visitInputOf } from '../../web/offline/draft.ts';
import { addMove, EMPTY_PHONE, readPhone, showAll } from '../../web/offline/phone.ts';
import { CATALOGUE } from '../support/catalogue.ts';

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

describe('tries that met nobody', () => {
  const outcomes = [
    { code: 'D1', kinds: ['help'], afterAttempts: { why: 'not-found' as const, times: 2 } },
    { code: 'D2', kinds: ['help', 'exit'], needsAttempts: 3 },
    { code: 'D3', kinds: ['help'], afterAttempts: { why: 'moved' as const, times: 2 } },
  ];
  const on = (day: number, why = 'not-home', hour = '09') => ({ at: `2026-10-${day}T${hour}:00:00+08:00`, why });
  it('end a visit after three different days, or when two of them say the same thing', () => {
    const endOf = (...attempts: ReturnType<typeof on>[]) => offeredEnd(outcomes, attempts, 'help');
    expect([endOf(), endOf(on(10)), endOf(on(10), on(10, 'not-home', '15'), on(11))]).toEqual([null, null, null]);
    expect(endOf(on(10), on(11), on(12))).toBe('D2');
    expect(endOf(on(10, 'moved'), on(10, 'moved', '15'))).toBe('D3');
    expect(endOf(on(10, 'moved'), on(11, 'not-found'), on(12, 'not-found'))).toBe('D1');
    expect(offeredEnd(outcomes, [on(10, 'moved'), on(11, 'moved')], 'exit')).toBeNull();
  });

  it('stand on the phone at once, and once when the server tells of them too', () => {
    const task = taskOf(makeId(), { attempts: [{ at: '2026-10-10T01:00:00.000Z', why: 'moved' }] });
    const body = (at: string) => ({ at, why: 'not-home', note: null, place: null });
    const noted = ['2026-10-10T09:00:00+08:00', '2026-10-12T09:00:00+08:00'].reduce(
      (phone, at) => addMove(phone, { kind: 'attempt', taskId: task.id, household: '宋', body: body(at) }, NOW),
      EMPTY_PHONE,
    );
    expect(attemptsOf(task, noted.outbox).map(({ why }) => why)).toEqual(['moved', 'not-home']);
  });
});

describe('a visit by a form', () => {
  const form = formOf(['food', 'home']);
  const task = taskOf(makeId(), { form: 'help', known: {} });
  const said = (values: Record<string, string>, of: Form = form) => ({
    form: 'help',
    version: of.version,
    values,
    known: {},
  });
  const draft = {
    ...startDraft(task.id, '宋', NOW),
    noPlaceReason: '没有信号',
    outcomeCode: 'A6',
    cause: null,
    note: '看过',
  };

  it('has a page a section, and none of them where nobody was met', () => {
    const asking = askingOf(task, { forms: [form], outcomes: [] });
    expect(stepsOf(draft, asking).slice(0, 4)).toEqual(['place', 'form/food', 'form/home', 'outcome']);
    expect(stepsOf({ ...draft, isUnmet: true }, asking).slice(0, 3)).toEqual(['place', 'outcome', 'note']);
    expect(stepsOf(draft, asking).pop()).toBe('check');
    expect(
      visitInputOf(settleDraft({ ...draft, isUnmet: true, answers: said({ food: 'yes1' }) }, asking)).answers,
    ).toEqual({});
  });

  it('that an older app began, without answers, opens and keeps what it has', () => {
    const old = JSON.parse(JSON.stringify({ ...startDraft(task.id, '宋', NOW), outcomeCode: 'A6', note: '看过' }));
    const { form: _, known: __, attempts: ___, ...older } = task;
    const records = new Map<string, unknown>([
      ['words', { outcomes: [], causes: [] }],
      [`task/${task.id}`, { task: older, isGone: false }],
      [`draft/${task.id}`, old],
    ]);
    const phone = readPhone(records);
    const asking = askingOf(showAll(phone)[0]!.task, phone.words);
    expect(stepsOf(phone.drafts[0]!, asking)).not.toContain('form/food');
    expect(firstOpenStep(phone.drafts[0]!, asking)).toBe(1);
    const whole = { ...phone.drafts[0]!, noPlaceReason: '没有信号', cause: null };
    expect(VisitInput.safeParse(visitInputOf(settleDraft(whole, asking))).success).toBe(true);
    expect(attemptsOf(showAll(phone)[0]!.task, phone.outbox)).toEqual([]);
  });

  it('goes on where it stopped when the form has changed: what it no longer asks is kept and sent as it was', () => {
    const begun = { ...draft, answers: said({ food: 'yes1', home: 'no1' }) };
    const before = askingOf(task, { forms: [form], outcomes: [] });
    expect(firstOpenStep(begun, before)).toBe(stepsOf(begun, before).length);
    const newer = formOf(['food', 'school'], 'newer');
    const asking = askingOf(task, { forms: [newer], outcomes: [] });
    expect(firstOpenStep(begun, asking)).toBe(3);
    expect(goneOf(begun.answers, newer)).toEqual([['home', 'no1']]);
    const whole = { ...begun, answers: { ...begun.answers, values: { ...begun.answers.values, school: 'yes1' } } };
    expect(isComplete(whole, asking)).toBe(true);
    expect(settleDraft(whole, asking).answers).toMatchObject({
      version: form.version,
      values: { home: 'no1', school: 'yes1' },
    });
  });

  it('that was refused opens on the page of what was refused', () => {
    const faults = [{ pointer: '/answers/values/home', detail: '没有这个选项。 / No such choice.' }];
    const entry = { id: draft.id, taskId: task.id, household: '宋', answer: { errors: faults } };
    const { taskId: _, ...body } = visitInputOf({ ...draft, answers: said({ food: 'yes1', home: 'x' }) });
    expect(
      firstOpenStep(draftOf({ ...entry, body }, '没送成', NOW), askingOf(task, { forms: [form], outcomes: [] })),
    ).toBe(3);
  });

  it('takes sums as people type them', () => {
    expect(['1,234.5', '１２００', ' 3 000', '0', '12.345', 'abc', ''].map(fenOf)).toEqual([
      ...[123_450, 120_000, 300_000, 0],
      ...[undefined, undefined, undefined],
    ]);
    expect([
      toggled(undefined, 'car'),
      toggled(['car'], 'none'),
      toggled(['none'], 'car'),
      toggled(['car'], 'car'),
    ]).toEqual([...[['car'], ['none'], ['car'], undefined]]);
  });
});

describe('a visit by the calendar to somebody who was well', () => {
  const routine = CATALOGUE.forms.find(({ kinds }) => kinds.includes('routine'))!;
  const well = {
    ...{ met: true, spirits: 'well', food: 'fine', medicine: 'none', fire: ['none'], warmth: 'warm', carer: 'none' },
    ...{ fraud_told: true, fraud_signs: 'none', wants: ['none'] },
  };
  const note = routine.as_last!.note.zh;
  const askingAfter = (values: Record<string, Value>, more: object = {}) => {
    const last = { on: '2026-09-15', outcomeCode: 'F1', form: routine.id, values, ...more };
    const round = { groups: [], risk: 'high' as const, dueOn: '2026-10-14', lastSeenOn: '2026-09-15' };
    const about = { ...round, agreement: null, needsAgreement: false, last };
    const task = taskOf(makeId(), { kind: 'routine', asKind: 'routine', form: routine.id, routine: about });
    return askingOf(task, { forms: [routine], outcomes: [] });
  };
  const arrived: Draft = { ...startDraft(makeId(), '宋', NOW), noPlaceReason: '没有信号' };
  const answered = (draft: Draft, question: string, value: Value): Draft => ({
    ...draft,
    answers: withAnswer(routine, draft.answers, { question, value }),
  });
  const say = (draft: Draft, asking: Asking, isAsLast = true): Draft => ({
    ...draft,
    ...saidAsLast(draft, asking, { isAsLast, note }),
  });
  const seen = answered(answered(arrived, 'met', true), 'fraud_told', true);

  it('is ready to be sent after three taps: met, told of fraud, and all as last time', () => {
    const asking = askingAfter(well);
    expect(stepsOf(arrived, asking).slice(0, 2)).toEqual(['place', 'as-last']);
    const done = say(seen, asking);
    expect(stepsOf(done, asking)[firstOpenStep(done, asking) - 1]).toBe('check');
    expect(isComplete(done, asking)).toBe(true);
    const sent = VisitInput.parse(visitInputOf(settleDraft(done, asking)));
    expect(sent).toMatchObject({ outcomeCode: 'F1', note, answers: { values: well, asLast: { on: '2026-09-15' } } });
    expect(sent.answers.asLast!.questions).not.toContain('met');
  });

  it('asks all where it was not well, where it was another form, and where nobody was met', () => {
    for (const asking of [
      askingAfter({ ...well, wants: ['fuel'] }),
      askingAfter(well, { form: 'help' }),
      askingAfter({}),
    ])
      expect(stepsOf(seen, asking)).toEqual(expect.not.arrayContaining(['as-last']));
    const asking = askingAfter(well);
    expect(isComplete(say(arrived, asking), asking)).toBe(false);
    const unmet = answered(arrived, 'met', false);
    expect(stepsOf(unmet, asking)).toEqual(['place', 'as-last', 'outcome', 'note', 'photos', 'check']);
    expect(firstOpenStep(unmet, asking)).toBe(3);
  });

  it('fills nothing that was not said, and goes to what is left to ask', () => {
    const { carer: _, ...less } = { ...well, fraud_signs: null };
    const asking = askingAfter({ ...less, carer: 'none' });
    const done = say(seen, asking);
    expect(done.answers!.values).not.toHaveProperty('fraud_signs');
    expect(stepsOf(done, asking)[firstOpenStep(done, asking) - 1]).toBe('form/care');
    expect(isComplete(done, asking)).toBe(false);
  });

  it('takes back with a no what it filled, and keeps what was corrected', () => {
    const asking = askingAfter(well);
    const corrected = answered(say(seen, asking), 'food', 'poor');
    expect(corrected.answers!.asLast!.questions).not.toContain('food');
    const no = say(corrected, asking, false);
    expect(no.answers!.values).toEqual({ met: true, fraud_told: true, food: 'poor' });
    expect([no.answers!.asLast, no.outcomeCode, no.note]).toEqual([undefined, null, '']);
    expect(stepsOf(no, asking)[firstOpenStep(no, asking) - 1]).toBe('form/wellbeing');
  });

  it('never gets an answer that last time had not, whatever was said then', () => {
    const questions = routine.sections.flatMap((section) => section.questions);
    const valueTo = (question: Question): fc.Arbitrary<Value> => {
      if (!('options' in question)) return fc.constantFrom(true, false, null, 'odd');
      const options = question.options.map(({ id }) => id);
      return question.kind === 'many' ? fc.subarray(options) : fc.constantFrom(...options, 'odd', null);
    };
    const values = fc.record(Object.fromEntries(questions.map((one) => [one.id, valueTo(one)])), { requiredKeys: [] });
    fc.assert(
      fc.property(values, values, (last, given) => {
        const filled = answersAsLast(routine, { reasons: [], causes: [] }, { given, last });
        for (const [id, value] of Object.entries(filled)) {
          expect(value).toEqual(last[id]);
          expect([id in given, routine.as_last!.always.includes(id), value === null]).toEqual([false, false, false]);
        }
      }),
      { numRuns: 300, seed: 20261122 },
    );
  });
});

/** A form of one section a question, each answered by one of two words. */
function formOf(questions: string[], version = 'older'): Form {
  const names = { zh: '问', en: 'ask' };
  const options = ['yes1', 'no1'].map((id) => ({ id, names }));
  return {
    ...{ id: 'help', version, names, kinds: ['help'], suggestions: [] },
    sections: questions.map((id) => ({
      ...{ id, names, when: [] },
      questions: [{ id, names, kind: 'choice', required: true, when: [], options }],
    })),
  };
}
