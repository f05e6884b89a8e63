// The main cause of hardship; not knowing is an answer of its own.
import type { Outcomes } from '../../api/outcomes.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ChoiceRow } from './choice-list.tsx';
import { visitWords } from './words.ts';

interface CauseQuestionProps {
  causes: Outcomes['causes'];
  chosen: string | null | undefined;
  onChoose: (code: string | null) => void;
}

export function CauseQuestion({ causes, chosen, onChoose }: CauseQuestionProps) {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  return (
    <div className="choice-group">
      {causes.map((cause) => (
        <ChoiceRow
          key={cause.code}
          name="cause"
          label={cause.names[language]}
          isChosen={cause.code === chosen}
          onChoose={() => onChoose(cause.code)}
        />
      ))}
      <ChoiceRow
        name="cause"
        label={words.unasked}
        isFaint
        isChosen={chosen === null}
        onChoose={() => onChoose(null)}
      />
    </div>
  );
}
