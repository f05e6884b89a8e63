// What was found: first what the answers speak for and why, then all outcome codes that fit the kind of task, in their groups.

import type { Suggested } from '../../../server/flow/visits/answers/model.ts';
import { type Attempt, missingDays } from '../../../server/flow/visits/attempts/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ChoiceRow } from './choice-list.tsx';
import { formWords } from './form-words.ts';
import { visitWords } from './words.ts';

const GROUPS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
/** More suggestions than this are no help. */
const MOST = 3;

interface OutcomeQuestionProps {
  outcomes: Pick<Outcomes, 'items'>;
  kind: string;
  suggested: readonly Suggested[];
  /** On which days nobody was met: what needs more of them cannot be chosen. */
  attempts: readonly Attempt[];
  /** Nobody was met: only what ends such a visit. */
  isUnmet: boolean;
  chosen: string | null;
  onChoose: (code: string) => void;
}

export function OutcomeQuestion({
  outcomes,
  kind,
  suggested,
  attempts,
  isUnmet,
  chosen,
  onChoose,
}: OutcomeQuestionProps) {
  const { language } = useLanguage();
  const words = useWords(visitWords);
  const form = useWords(formWords);
  const wanted = kind === 'exit' || kind === 'routine' ? kind : 'help';
  const fitting = outcomes.items.filter(
    (one) => one.kinds.includes(wanted) && (!isUnmet || one.group === 'D' || one.isUnseen),
  );
  const nameOf = (code: string) => fitting.find((one) => one.code === code)?.names[language];
  const named = suggested.filter(({ code }) => nameOf(code) !== undefined).slice(0, MOST);
  return (
    <>
      {named.length > 0 && (
        <fieldset className="choice-group suggested">
          <legend>{form.suggested}</legend>
          {named.map(({ code, why }) => (
            <ChoiceRow
              key={code}
              name="suggested"
              label={nameOf(code) ?? code}
              note={form.because(why[language])}
              isChosen={code === chosen}
              onChoose={() => onChoose(code)}
            />
          ))}
          <p className="faint small">{form.suggestedHint}</p>
        </fieldset>
      )}
      {GROUPS.map((group) => {
        const members = fitting.filter((outcome) => outcome.group === group);
        if (members.length === 0) return null;
        return (
          <fieldset key={group} className="choice-group">
            <legend>{words.groups[group]}</legend>
            {members.map((outcome) =>
              missingDays(outcome, attempts) > 0 ? (
                <p key={outcome.code} className="faint small">
                  {form.notYet(outcome.names[language], missingDays(outcome, attempts))}
                </p>
              ) : (
                <ChoiceRow
                  key={outcome.code}
                  name="outcome"
                  label={outcome.names[language]}
                  isChosen={outcome.code === chosen}
                  onChoose={() => onChoose(outcome.code)}
                />
              ),
            )}
          </fieldset>
        );
      })}
    </>
  );
}
