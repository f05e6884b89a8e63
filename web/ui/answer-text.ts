// An answer to a form in words, as the phone's last page and the desk show it. Pure.
import type { Question, Value } from '../../server/flow/visits/forms/model.ts';
import { formatYuan } from '../../server/kernel/money.ts';
import type { Language } from './language.tsx';

const WORDS = {
  zh: { unasked: '没问出来，或不愿说', yes: '是', no: '不是', yuan: (sum: string) => `${sum} 元`, join: '、' },
  en: {
    unasked: 'Could not ask, or would not say',
    yes: 'Yes',
    no: 'No',
    yuan: (sum: string) => `${sum} yuan`,
    join: ', ',
  },
};

/** What was answered; a choice that the form no longer has, or a question that has gone, is shown by its own name. */
export function answerText(question: Question | undefined, value: unknown, language: Language): string {
  const words = WORDS[language];
  if (value === null || value === undefined) return words.unasked;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  const optionName = (id: string) =>
    (question && 'options' in question ? question.options : []).find((one) => one.id === id)?.names[language] ?? id;
  if (Array.isArray(value)) return (value as string[]).map(optionName).join(words.join);
  if (question?.kind === 'money' && typeof value === 'number')
    return words.yuan(formatYuan(value).replace(/\.00$/, ''));
  return typeof value === 'string' ? optionName(value) : String(value as Value);
}
