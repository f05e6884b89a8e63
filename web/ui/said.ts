// A field of a visit in words: its name, and what was said of it; the outcome, the cause, or a question of a form.
import type { Outcomes } from '../api/outcomes.ts';
import { answerText } from './answer-text.ts';
import { answerWords } from './answer-words.ts';
import { useLanguage, useWords } from './language.tsx';

/** What no form or list knows any more stands under its own name. */
export function useSaid(outcomes: Outcomes | undefined) {
  const { language } = useLanguage();
  const words = useWords(answerWords);
  const questionOf = (field: string) =>
    outcomes?.forms
      .flatMap((form) => form.sections.flatMap(({ questions }) => questions))
      .find(({ id }) => id === field);
  return {
    instead: words.instead,
    labelOf(field: string): string {
      if (field === 'outcomeCode' || field === 'cause') return words[field];
      return questionOf(field)?.names[language] ?? words.gone(field);
    },
    say(field: string, value: unknown): string {
      const listed = field === 'outcomeCode' ? outcomes?.items : field === 'cause' ? outcomes?.causes : undefined;
      const known = listed?.find(({ code }) => code === value)?.names[language];
      return known ?? answerText(questionOf(field), value, language);
    },
  };
}
