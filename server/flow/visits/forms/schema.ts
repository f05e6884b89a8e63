// The zod model of a form's answers, built from the form: what the server takes. The phone asks by answers/model.ts; a property test
// holds the two readings to each other.
import { z } from 'zod';
import { askedOf, type Because, type Forgiven, isSame, type Values } from '../answers/model.ts';
import { type Answers, type Form, type Question, Value } from './model.ts';

const WORDS = {
  unknown: '表里没有这一题。 / The form has no such question.',
  missing: '这一题还没答。 / This question is not answered yet.',
  option: '没有这个选项。 / There is no such choice.',
  yesNo: '请答是或否。 / Answer yes or no.',
  text: '请写几个字，不要太长。 / Write a few words, not too many.',
  day: '请写成年月日。 / Write a day.',
  whole: '请填整数。 / Give a whole number.',
  unlike: '说是对的，但答的和数据不一样。 / It was called right, but differs from the data.',
};

const valueSchemas: { [K in Question['kind']]: (question: Extract<Question, { kind: K }>) => z.ZodType } = {
  choice: ({ options }) =>
    z.enum(
      options.map((option) => option.id),
      WORDS.option,
    ),
  many: ({ options }) =>
    z
      .array(
        z.enum(
          options.map((option) => option.id),
          WORDS.option,
        ),
        WORDS.option,
      )
      .min(1, WORDS.option)
      .refine((chosen) => new Set(chosen).size === chosen.length, WORDS.option),
  'yes-no': () => z.boolean(WORDS.yesNo),
  count: ({ least, most }) => wholeBetween(least, most, `${least}–${most}`),
  money: ({ least, most }) => wholeBetween(least * 100, most * 100, `${least}–${most} 元 yuan`),
  text: ({ longest }) =>
    z
      .string(WORDS.text)
      .max(longest, WORDS.text)
      .refine((text) => text.trim() !== '', WORDS.text),
  date: () => z.iso.date(WORDS.day),
};

const wholeBetween = (least: number, most: number, words: string) =>
  z.int(WORDS.whole).min(least, `应在 between ${words}`).max(most, `应在 between ${words}`);

const schemaOf = (question: Question) =>
  (valueSchemas[question.kind] as (of: Question) => z.ZodType)(question).nullable().optional();

/** What a form's answers must be, for a visit of these reasons; `forgives` as in the pure reading of the same. */
export function answersSchema(form: Form, of: { because: Because; forgives: Forgiven }): z.ZodType {
  const isOld = of.forgives === 'version';
  const questions = form.sections.flatMap((section) => section.questions.map((question) => ({ section, question })));
  const shape = Object.fromEntries(questions.map(({ question }) => [question.id, schemaOf(question)]));
  const withFact = questions.flatMap(({ question }) => ('fact' in question && question.fact ? [question.id] : []));
  const shown = z.object({ value: Value, on: z.string(), standing: z.string() });
  const known = z.object(Object.fromEntries(withFact.map((id) => [id, shown.optional()])));
  const values = z.object(shape);
  return z
    .object({
      values: (isOld ? values.loose() : values.strict()).default({}),
      known: (isOld ? known.loose() : known.strict()).default({}),
    })
    .superRefine((answers, context) => {
      const told = answers as Required<Pick<Answers, 'values' | 'known'>>;
      const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
      if (!isOld)
        for (const id of requiredOf(form, of, told.values))
          if (told.values[id] === undefined || (told.values[id] === null && isSure(form, id)))
            fault(['values', id], WORDS.missing);
      for (const [id, { value, standing }] of Object.entries(told.known))
        if (standing === 'confirmed' && !isSame(told.values[id], value)) fault(['known', id], WORDS.unlike);
    });
}

const isSure = (form: Form, id: string) =>
  form.sections.some((section) => section.questions.some((one) => one.id === id && one.sure));

/** Which questions must have an answer; those that hang on the reasons only where nothing is forgiven. */
function requiredOf(
  form: Form,
  { because, forgives }: { because: Because; forgives: Forgiven },
  values: Values,
): string[] {
  return askedOf(form, because, values).flatMap(({ section, questions }) =>
    questions
      .filter((one) => one.required)
      .filter((one) => forgives === 'nothing' || [...section.when, ...one.when].every((clause) => clause.question))
      .map((one) => one.id),
  );
}

/** Faults of a zod error by their place under `/answers`; a key that is in no form is a fault of its own. */
export function faultsOfAnswers(error: z.ZodError): { pointer: string; detail: string }[] {
  return error.issues.flatMap((issue) => {
    const place = ['', 'answers', ...issue.path.map(String)].join('/');
    if (issue.code !== 'unrecognized_keys') return [{ pointer: place, detail: issue.message }];
    return issue.keys.map((key) => ({ pointer: `${place}/${key}`, detail: WORDS.unknown }));
  });
}
