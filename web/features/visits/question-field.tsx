// What is tapped or typed for one question: a choice, several, yes or no, words, a day. Numbers have a field of their own.
import type { Question, Value } from '../../../server/flow/visits/forms/model.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { toggled } from './answering.ts';
import { ChoiceRow } from './choice-list.tsx';
import { formWords } from './form-words.ts';

interface QuestionFieldProps {
  question: Exclude<Question, { kind: 'count' | 'money' }>;
  value: Value | undefined;
  onAnswer: (value: Value | undefined, when?: 'now' | 'soon') => void;
}

/** Short words stand two in a row: half the way to scroll. */
const areShort = (options: readonly { names: { zh: string; en: string } }[], language: 'zh' | 'en') =>
  options.every(({ names }) => names[language].length <= (language === 'zh' ? 8 : 16));

export function QuestionField({ question, value, onAnswer }: QuestionFieldProps) {
  const { language } = useLanguage();
  const words = useWords(formWords);
  switch (question.kind) {
    case 'choice':
      return question.options.map((option) => (
        <ChoiceRow
          key={option.id}
          name={question.id}
          label={option.names[language]}
          isChosen={value === option.id}
          onChoose={() => onAnswer(option.id)}
        />
      ));
    case 'many':
      return (
        <div className={areShort(question.options, language) ? 'choice-grid' : undefined}>
          {question.options.map((option) => (
            <ChoiceRow
              key={option.id}
              name={`${question.id}-${option.id}`}
              kind="checkbox"
              label={option.names[language]}
              isChosen={Array.isArray(value) && value.includes(option.id)}
              onChoose={() => onAnswer(toggled(value, option.id))}
            />
          ))}
        </div>
      );
    case 'yes-no':
      return (
        <div className="choice-pair">
          {[true, false].map((said) => (
            <ChoiceRow
              key={String(said)}
              name={question.id}
              label={said ? words.yes : words.no}
              isChosen={value === said}
              onChoose={() => onAnswer(said)}
            />
          ))}
        </div>
      );
    case 'text':
      return (
        <textarea
          className="field"
          rows={3}
          maxLength={question.longest}
          aria-label={question.names[language]}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onAnswer(event.target.value || undefined, 'soon')}
        />
      );
    case 'date':
      return (
        <input
          className="field"
          type="date"
          aria-label={question.names[language]}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onAnswer(event.target.value || undefined)}
        />
      );
  }
}
