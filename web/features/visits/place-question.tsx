// Where: one reading of the phone's position with its accuracy, or a reason why there is none.
import { useState } from 'react';
import type { Draft } from '../../offline/draft.ts';
import { useWords } from '../../ui/language.tsx';
import { ChoiceRow } from './choice-list.tsx';
import { visitWords } from './words.ts';

const PATIENCE = 20_000;

interface PlaceQuestionProps {
  draft: Pick<Draft, 'place' | 'noPlaceReason'>;
  onChange: (part: Pick<Draft, 'place' | 'noPlaceReason'>) => void;
}

export function PlaceQuestion({ draft, onChange }: PlaceQuestionProps) {
  const words = useWords(visitWords);
  const [state, setState] = useState<'idle' | 'locating' | 'failed'>('idle');
  const isOther = draft.noPlaceReason !== null && !words.placeReasons.includes(draft.noPlaceReason);
  const locate = () => {
    if (!navigator.geolocation) return setState('failed');
    setState('locating');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle');
        const place = {
          latitude: coords.latitude,
          longitude: coords.longitude,
          accuracyMetres: Math.min(coords.accuracy, 100_000),
        };
        onChange({ place, noPlaceReason: null });
      },
      () => setState('failed'),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60_000 },
    );
  };
  return (
    <>
      {draft.place && (
        <p className="place-found" role="status">
          ✓ {words.located(Math.round(draft.place.accuracyMetres))}
        </p>
      )}
      <button type="button" className="button field-button" disabled={state === 'locating'} onClick={locate}>
        {state === 'locating' ? words.locating : draft.place ? words.locateAgain : words.locate}
      </button>
      {state === 'failed' && <p role="alert">{words.locateFailed}</p>}
      {!draft.place && (
        <fieldset className="choice-group">
          <legend>{words.withoutPlace}</legend>
          {words.placeReasons.map((reason) => (
            <ChoiceRow
              key={reason}
              name="no-place"
              label={reason}
              isChosen={draft.noPlaceReason === reason}
              onChoose={() => onChange({ place: null, noPlaceReason: reason })}
            />
          ))}
          <ChoiceRow
            name="no-place"
            label={words.otherReason}
            isChosen={isOther}
            onChoose={() => onChange({ place: null, noPlaceReason: '' })}
          />
          {isOther && (
            <textarea
              className="field"
              rows={2}
              maxLength={200}
              aria-label={words.otherReason}
              value={draft.noPlaceReason ?? ''}
              onChange={(event) => onChange({ place: null, noPlaceReason: event.target.value })}
            />
          )}
        </fieldset>
      )}
    </>
  );
}
