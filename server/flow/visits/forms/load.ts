// Reads rules/forms. A form that is not sound stops the start, with its file, the place and what is wrong.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { IndicatorCatalogue } from '../../indicators/definition.ts';
import { whyUnfit } from '../answers/model.ts';
import type { Outcome } from '../model.ts';
import { type Clause, type Form, FormFile, type Question } from './model.ts';

/** What forms speak of: rules, causes, indicators and outcomes. */
export interface Spoken {
  rules: readonly { id: string }[];
  causes: readonly { id: string }[];
  indicators: IndicatorCatalogue;
  outcomes: readonly Outcome[];
}

export interface LoadedForm {
  form: Form;
  examples: FormFile['examples'];
}

/** The forms in a folder, one a file and named as it, each with its version and its examples; throws at the first that is not sound. */
export function loadForms(folder: string, spoken: Spoken): LoadedForm[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  return files.map((file) => {
    const read = FormFile.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
    if (!read.success) throw new Error(`${join(folder, file)}: ${z.prettifyError(read.error)}`);
    const faults = findContradictions(read.data, spoken);
    if (read.data.id !== basename(file, '.yaml')) faults.unshift(`it calls itself ${read.data.id}`);
    if (faults.length > 0) throw new Error(`${join(folder, file)}:\n${faults.map((one) => `  ${one}`).join('\n')}`);
    const { examples, ...said } = read.data;
    const version = createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 10);
    return { form: { ...said, version }, examples };
  });
}

/** The unit an indicator must have for a question to open filled with it. */
const UNITS: Partial<Record<Question['kind'], string>> = { money: 'fen', count: 'count', 'yes-no': 'flag' };

/** What the shape cannot say: words that lead nowhere, and questions that hang on later ones. */
function findContradictions(file: FormFile, { rules, causes, indicators, outcomes }: Spoken): string[] {
  const faults: string[] = [];
  const before = new Map<string, Question>();
  const check = (place: string, clauses: readonly Clause[]) => {
    for (const clause of clauses) {
      for (const one of clause.reasons ?? [])
        if (!rules.some((rule) => rule.id === one)) faults.push(`${place}: there is no rule ${one}`);
      for (const one of clause.causes ?? [])
        if (!causes.some((cause) => cause.id === one)) faults.push(`${place}: there is no cause ${one}`);
      if (clause.question !== undefined) faults.push(...askedInVain(place, clause, before.get(clause.question)));
    }
  };
  for (const section of file.sections) {
    check(section.id, section.when);
    for (const question of section.questions) {
      const place = `${section.id}/${question.id}`;
      check(place, question.when);
      if (before.has(question.id)) faults.push(`${place}: there are two questions of this id`);
      const meaning = 'fact' in question && question.fact !== undefined ? indicators.get(question.fact) : undefined;
      if ('fact' in question && question.fact !== undefined && meaning?.unit !== UNITS[question.kind])
        faults.push(`${place}: no indicator ${question.fact} fits a question of kind ${question.kind}`);
      before.set(question.id, question);
    }
  }
  for (const [index, { code, when }] of file.suggestions.entries()) {
    check(`suggestions/${index}`, when);
    const outcome = outcomes.find((one) => one.code === code);
    if (!outcome || !file.kinds.some((kind) => (outcome.kinds as readonly string[]).includes(kind)))
      faults.push(`suggestions/${index}: ${code} is no outcome of ${file.kinds.join(' or ')}`);
  }
  if (file.as_last) {
    check('as_last', file.as_last.when);
    for (const question of file.as_last.always)
      if (!before.has(question)) faults.push(`as_last: there is no question ${question}`);
    if (file.kinds.some((kind) => kind !== 'routine'))
      faults.push('as_last: only visits by the calendar have a last time');
  }
  return faults;
}

function askedInVain(place: string, clause: Clause, question: Question | undefined): string[] {
  if (!question) return [`${place}: no question ${clause.question} comes before it`];
  const isList = question.kind === 'many';
  return (clause.in ?? [])
    .filter((one) => whyUnfit(question, isList ? [String(one)] : one) !== null)
    .map((one) => `${place}: ${one} is no answer to ${question.id}`);
}
