// The forms of visits as they are shipped: sound, with their own examples; and that the phone's reading and the server's schema agree.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  allowedOf,
  askedOf,
  type Because,
  type Forgiven,
  findFaults,
  settleAnswers,
  suggestOutcomes,
} from '../../server/flow/visits/answers/model.ts';
import { loadForms } from '../../server/flow/visits/forms/load.ts';
import type { Answers, Form, Question, Value } from '../../server/flow/visits/forms/model.ts';
import { answersSchema, faultsOfAnswers } from '../../server/flow/visits/forms/schema.ts';
import { CATALOGUE } from '../support/catalogue.ts';
import fc from '../support/property.ts';

const { book, outcomes } = CATALOGUE;
const spoken = { rules: book.rules, causes: book.causes, indicators: book.catalogue.indicators, outcomes };
const loaded = loadForms('rules/forms', spoken);
const forms = loaded.map(({ form }) => form);

const folder = mkdtempSync(join(tmpdir(), 'shouwang-forms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the forms', () => {
  it('are there for help, exit and routine visits, one each', () => {
    expect(forms.flatMap((form) => form.kinds).sort()).toEqual(['exit', 'help', 'routine']);
    expect(new Set(forms.map((form) => form.version)).size).toBe(3);
  });

  it('ask at most 16 questions for one reason before the first answer, most of them a single tap', () => {
    const causes = book.causes.map((cause) => ({ reasons: [], causes: [cause.id] }));
    const rules = book.rules.map((rule) => ({ reasons: [rule.id], causes: [] }));
    for (const form of forms)
      for (const because of [...causes, ...rules]) {
        const asked = askedOf(form, because, {}).flatMap(({ questions }) => questions);
        const tapped = asked.filter(({ kind }) => kind !== 'money' && kind !== 'text' && kind !== 'date');
        expect(asked.length, `${form.id} ${JSON.stringify(because)}`).toBeLessThanOrEqual(16);
        expect(tapped.length).toBeGreaterThanOrEqual(asked.length - 2);
      }
  });

  const examples = loaded.flatMap(({ form, examples: own }) => own.map((example) => ({ form, ...example })));
  it.each(examples)('$form.id suggests $suggests for $values', ({ form, values, suggests, reasons, causes }) => {
    expect(suggestOutcomes(form, { reasons, causes }, values)[0]?.code ?? null).toBe(suggests);
    const wrong = findFaults(
      form,
      { form: form.id, version: form.version, values },
      { because: { reasons, causes }, forgives: 'nothing' },
    );
    expect(wrong.filter(({ why }) => why !== 'missing')).toEqual([]);
  });

  const unsound: [string, string, RegExp][] = [
    [
      'a later question',
      'when: { question: bb, in: [yes] }, ',
      /one.yaml:[\s\S]*s1\/aa: no question bb comes before it/,
    ],
    ['a rule that is not there', 'when: { reasons: [no-such-rule] }, ', /s1\/aa: there is no rule no-such-rule/],
    ['an unknown setting', 'colour: red, ', /one.yaml:[\s\S]*colour/],
    ['an indicator of another unit', 'fact: members.living, ', /s1\/aa: no indicator members.living fits/],
  ];
  it.each(unsound)('stop the start when one speaks of %s, with the file and the place', (_, part, message) => {
    const names = 'names: { zh: 问, en: ask }';
    const text = `id: one\n${names}\nkinds: [help]\nsections:\n  - { id: s1, ${names}, questions: [{ id: aa, kind: yes-no, ${part}${names} }] }\n`;
    writeFileSync(join(folder, 'one.yaml'), text);
    expect(() => loadForms(folder, spoken)).toThrow(message);
  });
});

describe('the phone’s reading of a form and the server’s schema', () => {
  const everyCause = book.causes.map(({ id }) => id);
  const everyRule = book.rules.map(({ id }) => id);
  const because: fc.Arbitrary<Because> = fc.record({
    reasons: fc.subarray(everyRule, { maxLength: 2 }),
    causes: fc.subarray(everyCause, { maxLength: 2 }),
  });
  /** Mostly what the question takes, sometimes what it does not. */
  const fitting = (question: Question): fc.Arbitrary<Value> => {
    if (question.kind === 'choice') return fc.constantFrom(...question.options.map(({ id }) => id));
    if (question.kind === 'many')
      return fc.subarray(
        question.options.map(({ id }) => id),
        { minLength: 1 },
      );
    if (question.kind === 'yes-no') return fc.boolean();
    if (question.kind === 'text') return fc.string({ minLength: 1, maxLength: 30 });
    if (question.kind === 'date') return fc.constantFrom('2026-02-28', '2026-10-01');
    return fc.integer({ min: question.least, max: question.most });
  };
  const odd: fc.Arbitrary<Value> = fc.oneof(
    fc.constantFrom<Value>('', ' ', 'no-such', true, [], ['none', 'none'], '2026-02-30', '2026-2-3', 1.5, -1, 1e12),
    fc.string({ maxLength: 5 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }), // what JSON can carry
  );
  const answersTo = (form: Form): fc.Arbitrary<Answers> => {
    const questions = form.sections.flatMap((section) => section.questions);
    const valueTo = (question: Question) =>
      fc.oneof(
        { weight: 30, arbitrary: fitting(question) },
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: odd },
      );
    const keys = Object.fromEntries(questions.map((one) => [one.id, valueTo(one)]));
    const values = fc.oneof(fc.record(keys), fc.record(keys, { requiredKeys: [] }), fc.record({ ...keys, gone: odd }));
    const shown = fc.record({
      id: fc.constantFrom(...questions.map(({ id }) => id), 'gone'),
      standing: fc.constantFrom('confirmed' as const, 'corrected' as const),
      isLike: fc.boolean(),
    });
    return fc.tuple(values, fc.array(shown, { maxLength: 2 })).map(([given, known]) => ({
      ...{ form: form.id, version: form.version, values: given as Record<string, Value> },
      known: Object.fromEntries(
        known.map(({ id, standing, isLike }) => {
          const value = isLike ? ((given as Record<string, Value>)[id] ?? null) : 7;
          return [id, { value, on: '2026-09-30', standing }];
        }),
      ),
    }));
  };
  const drawn = fc.constantFrom(...forms).chain((form) => fc.tuple(fc.constant(form), answersTo(form), because));
  const refusedBy = (form: Form, answers: Answers, of: { because: Because; forgives: Forgiven }) => {
    const { values, known } = answers;
    const result = answersSchema(form, of).safeParse({ values, known });
    return result.success
      ? []
      : faultsOfAnswers(result.error).map(({ pointer }) => pointer.split('/').slice(0, 4).join('/'));
  };

  it('refuse the same questions, whatever is forgiven', () => {
    fc.assert(
      fc.property(
        drawn,
        fc.constantFrom<Forgiven>('nothing', 'reasons', 'version'),
        ([form, answers, why], forgives) => {
          const phone = findFaults(form, answers, { because: why, forgives }).map(
            (one) => `/answers/${one.part}/${one.question}`,
          );
          const server = refusedBy(form, answers, { because: why, forgives });
          // A schema looks for what is missing only once all that is there fits.
          expect(server.filter((one) => !phone.includes(one))).toEqual([]);
          expect(phone.length === 0).toBe(server.length === 0);
        },
      ),
      { numRuns: 600, seed: 20261122 },
    );
  });

  it('agree on what leaves the phone also when the reasons have changed meanwhile', () => {
    fc.assert(
      fc.property(drawn, because, ([form, answers, mine], theirs) => {
        const sent = settleAnswers(form, mine, answers);
        const isOld = sent.version !== form.version;
        fc.pre(findFaults(form, sent, { because: mine, forgives: isOld ? 'version' : 'nothing' }).length === 0);
        expect(refusedBy(form, sent, { because: theirs, forgives: isOld ? 'version' : 'reasons' })).toEqual([]);
      }),
      { numRuns: 300, seed: 20261122 },
    );
  });

  it('ask a question only where its reasons allow it, so that no more data than that is told', () => {
    fc.assert(
      fc.property(drawn, ([form, answers, why]) => {
        const allowed = new Set(allowedOf(form, why).map(({ id }) => id));
        const asked = askedOf(form, why, answers.values ?? {}).flatMap(({ questions }) =>
          questions.map(({ id }) => id),
        );
        expect(asked.filter((id) => !allowed.has(id))).toEqual([]);
      }),
    );
  });
});
