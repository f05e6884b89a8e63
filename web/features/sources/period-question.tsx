// Asked only when neither the file nor its name tells the period. Nothing is chosen beforehand: a wrong month costs a withdrawal.
import { useState } from 'react';
import { useNow } from '../../api/now.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { intakeWords } from './intake-words.ts';
import { periodChoices, periodText } from './periods.ts';

interface PeriodQuestionProps {
  rhythm: string;
  isSending: boolean;
  onAnswer: (period: string) => void;
}

export function PeriodQuestion({ rhythm, isSending, onAnswer }: PeriodQuestionProps) {
  const { language } = useLanguage();
  const { period: words } = useWords(intakeWords);
  const now = useNow();
  const [period, setPeriod] = useState('');
  return (
    <form
      className="side-section intake-step"
      onSubmit={(event) => {
        event.preventDefault();
        if (period && !isSending) onAnswer(period);
      }}
    >
      <h3>{words.title}</h3>
      <p>{words.why}</p>
      <select
        className="field"
        aria-label={words.title}
        required
        value={period}
        onChange={(event) => setPeriod(event.target.value)}
      >
        <option value="">{words.pick}</option>
        {periodChoices(rhythm, now).map((one) => (
          <option key={one} value={one}>
            {periodText(one, language, now)}
          </option>
        ))}
      </select>
      <p className="side-buttons">
        <button type="submit" className="button button-primary" disabled={!period || isSending}>
          {words.again}
        </button>
      </p>
    </form>
  );
}
