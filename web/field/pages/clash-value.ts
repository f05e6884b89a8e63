// One of two values that differ, in the words of the outcomes, causes and forms on the phone. Pure.
import type { FieldWords } from '../../../server/field/model.ts';
import type { Clash } from '../../../server/flow/tasks/model.ts';
import { answerText } from '../../ui/answer-text.ts';
import type { Language } from '../../ui/language.tsx';

/** A value as the phone shows it elsewhere; a code it does not know stands for itself. */
export function inWords(
  clash: Pick<Clash, 'field'>,
  value: Clash['mine'],
  known: FieldWords,
  language: Language,
): string {
  if (clash.field === 'outcomeCode')
    return known.outcomes.find((one) => one.code === value)?.names[language] ?? String(value);
  if (clash.field === 'cause') return known.causes.find((one) => one.code === value)?.names[language] ?? String(value);
  const questions = known.forms.flatMap((form) => form.sections.flatMap((section) => section.questions));
  return answerText(
    questions.find(({ id }) => id === clash.field),
    value,
    language,
  );
}
