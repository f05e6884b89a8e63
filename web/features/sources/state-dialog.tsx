// Planned, connected or suspended: from which day, and who decided.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { dayOf } from '../../../server/kernel/clock.ts';
import { serviceNow } from '../../api/now.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { changeSource, type StateChange } from './queries.ts';
import { sourceWords } from './words.ts';

const STATES = ['planned', 'connected', 'suspended'] as const;

export function StateDialog({ source, onClose }: { source: SourceView; onClose: () => void }) {
  const client = useQueryClient();
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(sourceWords);
  const problemText = useProblemText();
  const say = useToast();
  const [change, setChange] = useState<StateChange>({
    state: source.state,
    fromOn: dayOf(serviceNow()),
    note: '',
  });
  const save = useMutation({
    mutationFn: () => changeSource(source.dataset, { ...change, note: change.note.trim() }),
    onSuccess: async () => {
      say(words.state.saved(source.title[language], words.states[change.state]));
      onClose();
      await client.invalidateQueries({ queryKey: ['sources'] });
      await client.invalidateQueries({ queryKey: ['map'] });
    },
  });
  const isOther = change.state !== source.state || change.fromOn !== source.stateFrom;
  const isReady = change.note.trim().length >= 2 && change.fromOn !== '' && isOther;
  return (
    <Dialog title={words.state.title(source.title[language])} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !save.isPending) save.mutate();
        }}
      >
        <fieldset>
          <legend className="faint">{words.state.which}</legend>
          {STATES.map((state) => (
            <label key={state} className="state-choice">
              <input
                type="radio"
                name="state"
                checked={change.state === state}
                onChange={() => setChange({ ...change, state })}
              />
              <span>
                <b>{words.states[state]}</b>
                <span className="second">{words.state.notes[state]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label>
          <span className="faint">{words.state.from}</span>
          <input
            type="date"
            className="field"
            required
            value={change.fromOn}
            onChange={(event) => setChange({ ...change, fromOn: event.target.value })}
          />
        </label>
        <label>
          <span className="faint">{words.state.note}</span>
          <textarea
            className="field"
            rows={2}
            maxLength={500}
            placeholder={words.state.noteHint}
            value={change.note}
            onChange={(event) => setChange({ ...change, note: event.target.value })}
          />
        </label>
        {save.isError && (
          <p className="notice" role="alert">
            <b>{words.notDone}</b> {problemText(save.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={!isReady || save.isPending}>
            {save.isPending ? words.state.saving : words.state.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
