// One of two values that differ, in the words of the outcomes, causes and forms on the phone. Pure.
import type { FieldWords } from '../../../server/field/model.ts';
import type { Clash } from '../../../server/flow/tasks/model.ts';
import type { Answers } from '../../../server/flow/visits/forms/model.ts';
import type { Entry } from '../../offline/outbox.ts';
import { answerText } from '../../ui/answer-text.ts';
import type { Language } from '../../ui/language.tsx';

/** A value as the phone shows it elsewhere; a code it does not know stands for itself. Forms share names of questions: that of the visit first. */
export function inWords(
  { entry, field, value }: { entry: Entry; field: string; value: Clash['mine'] },
  known: FieldWords,
  language: Language,
): string {
  const listed = field === 'outcomeCode' ? known.outcomes : field === 'cause' ? known.causes : null;
  if (listed) return listed.find(({ code }) => code === value)?.names[language] ?? String(value);
  const own = (entry.body.answers as Answers | undefined)?.form;
  const forms = [...known.forms.filter(({ id }) => id === own), ...known.forms];
  const questions = forms.flatMap((form) => form.sections.flatMap((section) => section.questions));
  return answerText(
    questions.find(({ id }) => id === field),
    value,
    language,
  );
}
