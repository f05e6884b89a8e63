// What was found: the outcome codes in their groups, in words; only those that fit the kind of task.
import type { Outcomes } from '../../api/outcomes.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ChoiceRow } from './choice-list.tsx';
import { visitWords } from './words.ts';

const GROUPS = ['A', 'B', 'C', 'D', 'E'] as const;

interface OutcomeQuestionProps {
  outcomes: Outcomes;
  kind: string;
  chosen: string | null;
  onChoose: (code: string) => void;
}

export function OutcomeQuestion({ outcomes, kind, chosen, onChoose }: OutcomeQuestionProps) {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  const wanted = kind === 'exit' ? 'exit' : 'help';
  const fitting = outcomes.items.filter((outcome) => outcome.kinds.includes(wanted));
  return (
    <>
      {GROUPS.map((group) => {
        const members = fitting.filter((outcome) => outcome.group === group);
        if (members.length === 0) return null;
        return (
          <fieldset key={group} className="choice-group">
            <legend>{words.groups[group]}</legend>
            {members.map((outcome) => (
              <ChoiceRow
                key={outcome.code}
                name="outcome"
                label={outcome.names[language]}
                isChosen={outcome.code === chosen}
                onChoose={() => onChoose(outcome.code)}
              />
            ))}
          </fieldset>
        );
      })}
    </>
  );
}
