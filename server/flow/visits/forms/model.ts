// What a form is: the shape of rules/forms/*.yaml and of the answers to one. Pure; what the answers mean is answers/model.ts's business.
import { z } from 'zod';
import { Names } from '../../../kernel/names.ts';

const id = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'lower case and underscores');
const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/**
 * One condition. Of the task: it has one of these reasons (ids of rules) or one of these causes. Of an answer given before: it is one
 * of these, or (a number) at most or at least so much. An answer that is missing or could not be got meets no condition.
 */
export const Clause = z
  .strictObject({
    reasons: z.array(z.string()).min(1).optional(),
    causes: z.array(z.string()).min(1).optional(),
    question: id.optional(),
    in: z
      .array(z.union([z.string(), z.boolean()]))
      .min(1)
      .optional(),
    most: z.number().optional(),
    least: z.number().optional(),
  })
  .refine((one) => (one.question === undefined) !== (one.reasons === undefined && one.causes === undefined), {
    message: 'a condition speaks of a question, or of reasons and causes',
  })
  .refine((one) => [one.in, one.most, one.least].some((part) => part !== undefined) === (one.question !== undefined), {
    message: 'a condition on a question says which answers',
  });
export type Clause = z.infer<typeof Clause>;

/** All of them must be met; none: always. One alone may stand without a list. */
const When = z.preprocess(
  (given) => (given === undefined || Array.isArray(given) ? (given ?? []) : [given]),
  z.array(Clause),
);

const asked = {
  id,
  names: words,
  hint: words.optional(),
  required: z.boolean().default(true),
  sure: z.boolean().optional().describe('whoever is there knows: that it could not be asked is no answer'),
  when: When,
};
const option = z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9_-]{1,39}$/), names: words });
const options = z.array(option).min(2).max(12);
/** The name of an indicator: the question opens filled with it. */
const fact = z.string().optional();

export const Question = z.discriminatedUnion('kind', [
  z.strictObject({ ...asked, kind: z.literal('choice'), options }),
  z.strictObject({ ...asked, kind: z.literal('many'), options }),
  z.strictObject({ ...asked, kind: z.literal('yes-no'), fact }),
  z.strictObject({ ...asked, kind: z.literal('count'), fact, least: z.int().default(0), most: z.int().default(99) }),
  z.strictObject({
    ...asked,
    kind: z.literal('money').describe('typed in yuan, kept in fen; the bounds are in yuan'),
    ...{ fact, least: z.int().default(0), most: z.int().max(100_000_000).default(10_000_000) },
  }),
  z.strictObject({ ...asked, kind: z.literal('text'), longest: z.int().min(1).max(500).default(200) }),
  z.strictObject({ ...asked, kind: z.literal('date') }),
]);
export type Question = z.infer<typeof Question>;

export const Section = z.strictObject({ id, names: words, when: When, questions: z.array(Question).min(1) });
export type Section = z.infer<typeof Section>;

/** An outcome that the answers speak for, and why, in the words of the form. The first that is met is the one suggested. */
export const Suggestion = z.strictObject({ code: z.string(), when: When, why: words });
export type Suggestion = z.infer<typeof Suggestion>;

/**
 * The one question with which a visit that comes again and again opens. Offered where last time's answers meet `when`; with a yes each
 * question asked has last time's answer, but for those of `always`, which are asked on the same page, and for what was not answered then.
 */
export const AsLast = z.strictObject({
  names: words,
  note: words.describe('what stands as the note of such a visit'),
  always: z.array(id).min(1),
  when: When,
});
export type AsLast = z.infer<typeof AsLast>;

export const Value = z.union([
  z.string().max(500),
  z.number(),
  z.boolean(),
  z.array(z.string().max(60)).max(20),
  z.null(),
]);
export type Value = z.infer<typeof Value>;

const shape = {
  id,
  names: words,
  kinds: z.array(z.enum(['help', 'exit', 'routine'])).min(1),
  sections: z.array(Section).min(1),
  suggestions: z.array(Suggestion).default([]),
  as_last: AsLast.optional(),
};

export const Form = z.strictObject({ ...shape, version: z.string().describe('a digest of what it says') });
export type Form = z.infer<typeof Form>;

/** A form as its file has it: with answers for which an outcome must be suggested (null: none). They are run as tests. */
export const FormFile = z.strictObject({
  ...shape,
  examples: z
    .array(
      z.strictObject({
        reasons: z.array(z.string()).default([]),
        causes: z.array(z.string()).default([]),
        values: z.record(id, Value),
        suggests: z.string().nullable(),
      }),
    )
    .default([]),
});
export type FormFile = z.infer<typeof FormFile>;

/** What a question opened filled with, as it was shown, and what became of it. */
const Shown = z.strictObject({
  value: Value,
  on: z.iso.date().describe('how far the data spoke'),
  standing: z.enum(['confirmed', 'corrected']),
});

/** More than any form asks; what is not asked is taken from older phones, but not without end. */
const MOST_ANSWERS = 200;
const isBounded = (answers: object) => Object.keys(answers).length <= MOST_ANSWERS;

/** The answers of one visit; `{}` from an older phone, or from a sheet without the form. A question that was asked in vain has null. */
export const Answers = z
  .strictObject({
    form: z.string().max(40),
    version: z.string().max(40),
    values: z.record(z.string().max(40), Value).refine(isBounded),
    known: z.record(z.string().max(40), Shown).refine(isBounded),
    asLast: z
      .strictObject({ on: z.iso.date(), questions: z.array(z.string().max(40)).max(60) })
      .describe('answers taken over by one tap from the visit of that day, and not corrected since'),
  })
  .partial()
  .refine((one) => one.form !== undefined || Object.keys(one).length === 0, {
    path: ['form'],
    message: '没有说是哪张表。 / It does not say which form.',
  });
export type Answers = z.infer<typeof Answers>;

/** What the data says of a question before it is asked. */
export const Known = z.object({ value: Value, on: z.string(), source: Names });
export type Known = z.infer<typeof Known>;

/** What is asked at the door of one task. */
export const TaskForm = z.object({
  taskId: z.uuid(),
  form: z.string().nullable().describe('null: there is none for its kind'),
  asKind: z.enum(['help', 'exit', 'routine']).describe('whose outcomes fit'),
  because: z.object({ reasons: z.array(z.string()).readonly(), causes: z.array(z.string()).readonly() }),
  known: z.record(z.string(), Known).describe('by question'),
});
export type TaskForm = z.infer<typeof TaskForm>;
