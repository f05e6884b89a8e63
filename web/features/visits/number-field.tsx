// A number of people or things by a tap where it is small, and a sum of money in yuan.
import { useState } from 'react';
import type { Question, Value } from '../../../server/flow/visits/forms/model.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { fenOf, yuanOf } from './answering.ts';
import { ChoiceRow } from './choice-list.tsx';
import { formWords } from './form-words.ts';

interface NumberFieldProps {
  question: Extract<Question, { kind: 'count' | 'money' }>;
  value: Value | undefined;
  onAnswer: (value: Value | undefined, when?: 'now' | 'soon') => void;
}

/** Up to this many have a button of their own. */
const TAPPED = 6;

export function NumberField(props: NumberFieldProps) {
  return props.question.kind === 'money' ? <Sum {...props} /> : <Count {...props} />;
}

function Count({ question, value, onAnswer }: NumberFieldProps) {
  const { language } = useLanguage();
  const words = useWords(formWords);
  const [isMore, setIsMore] = useState(typeof value === 'number' && value > TAPPED);
  const most = Math.min(TAPPED, question.most);
  const numbers = Array.from({ length: most - question.least + 1 }, (_, index) => question.least + index);
  const choose = (number: number) => {
    setIsMore(false);
    onAnswer(number);
  };
  return (
    <>
      <div className="number-grid">
        {numbers.map((number) => (
          <ChoiceRow
            key={number}
            name={question.id}
            label={String(number)}
            isChosen={!isMore && value === number}
            onChoose={() => choose(number)}
          />
        ))}
        {question.most > TAPPED && (
          <ChoiceRow name={question.id} label={words.more} isChosen={isMore} onChoose={() => setIsMore(true)} />
        )}
      </div>
      {isMore && (
        <input
          className="field"
          inputMode="numeric"
          aria-label={question.names[language]}
          value={typeof value === 'number' ? String(value) : ''}
          onChange={(event) => {
            const digits = event.target.value.replace(/\D/g, '').slice(0, 4);
            onAnswer(digits === '' ? undefined : Number(digits), 'soon');
          }}
        />
      )}
    </>
  );
}

function Sum({ question, value, onAnswer }: NumberFieldProps) {
  const { language } = useLanguage();
  const words = useWords(formWords);
  const [typed, setTyped] = useState(yuanOf(value));
  return (
    <>
      <div className="sum-row">
        <input
          className="field"
          inputMode="decimal"
          aria-label={`${question.names[language]} ${words.yuan}`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            onAnswer(fenOf(event.target.value), 'soon');
          }}
        />
        <span>{words.yuan}</span>
      </div>
      <ChoiceRow
        name={`${question.id}-nothing`}
        kind="checkbox"
        label={words.nothing}
        isChosen={value === 0}
        onChoose={() => {
          setTyped(value === 0 ? '' : '0');
          onAnswer(value === 0 ? undefined : 0);
        }}
      />
    </>
  );
}
