// A field of a visit in words: its name, and what was said of it; the outcome, the cause, or a question of a form.
import type { Outcomes } from '../api/outcomes.ts';
import { answerText } from './answer-text.ts';
import { answerWords } from './answer-words.ts';
import { useLanguage, useWords } from './language.tsx';

/** What no form or list knows any more stands under its own name. Forms share names of questions: that of the visit is asked first. */
export function useSaid(outcomes: Outcomes | undefined, form?: string | null) {
  const { language } = useLanguage();
  const words = useWords(answerWords);
  const all = outcomes?.forms ?? [];
  const forms = [...all.filter(({ id }) => id === form), ...all];
  const questions = forms.flatMap(({ sections }) => sections.flatMap((section) => section.questions));
  const questionOf = (field: string) => questions.find(({ id }) => id === field);
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
