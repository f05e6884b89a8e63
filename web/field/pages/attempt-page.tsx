// Nobody was met: why, where, a word of what was tried. The task stays with its holder.
import { useState } from 'react';
import { serviceNow } from '../../api/now.ts';
import { ChoiceRow } from '../../features/visits/choice-list.tsx';
import { PlaceQuestion } from '../../features/visits/place-question.tsx';
import type { Draft } from '../../offline/draft.ts';
import { addMove } from '../../offline/phone.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { goBack, pathOf } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { fieldWords } from '../words.ts';
import { attemptWords } from './attempt-words.ts';
import '../../features/visits/form.css';

export function AttemptPage({ id }: { id: string }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const field = useWords(fieldWords);
  const words = useWords(attemptWords);
  const say = useToast();
  const { shown, phone, change, sync } = usePhone();
  const [why, setWhy] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [place, setPlace] = useState<Pick<Draft, 'place' | 'noPlaceReason'>>({ place: null, noPlaceReason: null });
  const head = shown.find(({ task }) => task.id === id)?.task.head ?? common.someone;
  const isPlaced = place.place !== null || (place.noPlaceReason?.trim().length ?? 0) >= 2;
  const save = async () => {
    const now = serviceNow();
    const told = [note.trim(), place.place ? '' : (place.noPlaceReason ?? '')].filter(Boolean).join(words.stop);
    const body = { at: now.toISOString(), why, note: told || null, place: place.place };
    const move = { kind: 'attempt' as const, taskId: id, household: head, body };
    if (!(await change((before) => addMove(before, move, now)))) return say(field.full);
    sync();
    say(words.noted);
    goBack(pathOf('h', id));
  };
  return (
    <Frame
      title={field.homeOf(head)}
      backTo={pathOf('h', id)}
      footer={
        <button
          type="button"
          className="button button-primary"
          disabled={why === null || !isPlaced}
          onClick={() => void save()}
        >
          {words.save}
        </button>
      }
    >
      <div className="question">
        <h2>{words.question}</h2>
        <p className="faint">{words.hint}</p>
        <div className="choice-group">
          {phone.words.attemptReasons.map(({ code, names }) => (
            <ChoiceRow
              key={code}
              name="why"
              label={names[language]}
              isChosen={why === code}
              onChoose={() => setWhy(code)}
            />
          ))}
        </div>
        <textarea
          className="field"
          rows={2}
          maxLength={300}
          aria-label={words.note}
          placeholder={words.note}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <h3 className="attempt-place">{words.place}</h3>
        <PlaceQuestion draft={place} onChange={setPlace} />
      </div>
    </Frame>
  );
}
