// Making a key, which is shown this once, and revoking one.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyMade, KeyRow, Me } from '../../../server/access/model.ts';
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { dayOf } from '../../../server/kernel/clock.ts';
import { serviceNow } from '../../api/now.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { makeKey, pushExample, revokeKey } from './key-queries.ts';
import { keyWords } from './key-words.ts';
import { sourceWords } from './words.ts';

interface MakeKeyProps {
  me: Pick<Me, 'department'>;
  sources: readonly SourceView[];
  onClose: () => void;
}

export function MakeKeyDialog({ me, sources, onClose }: MakeKeyProps) {
  const client = useQueryClient();
  const { language } = useLanguage();
  const common = useWords(ui);
  const { create } = useWords(keyWords);
  const { notDone } = useWords(sourceWords);
  const problemText = useProblemText();
  const departments = new Map(sources.map((source) => [source.department, source.departmentNames[language]]));
  const [department, setDepartment] = useState(me.department ?? '');
  const [label, setLabel] = useState('');
  const make = useMutation({
    mutationFn: () => makeKey({ department, label: label.trim() }),
    // Not into the cache: it goes with this dialog.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (make.data) {
    const dataset = sources.find((source) => source.department === department)?.dataset ?? 'dataset';
    return <MadeKeyDialog made={make.data} dataset={dataset} onClose={onClose} />;
  }
  const isReady = department !== '' && label.trim() !== '' && !make.isPending;
  return (
    <Dialog title={create.title} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) make.mutate();
        }}
      >
        {me.department === null && (
          <label>
            <span className="faint">{create.department}</span>
            <select className="field" value={department} onChange={(event) => setDepartment(event.target.value)}>
              <option value="" />
              {[...departments].map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span className="faint">{create.label}</span>
          <input
            className="field"
            maxLength={80}
            placeholder={create.hint}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        </label>
        {make.isError && (
          <p className="notice" role="alert">
            <b>{notDone}</b> {problemText(make.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={!isReady}>
            {make.isPending ? create.sending : create.send}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function MadeKeyDialog({ made, dataset, onClose }: { made: KeyMade; dataset: string; onClose: () => void }) {
  const words = useWords(keyWords).made;
  const say = useToast();
  const { origin } = window.location;
  const example = pushExample({ origin, secret: made.secret, dataset, period: dayOf(serviceNow()).slice(0, 7) });
  // Without HTTPS a browser has no clipboard for us; what is shown can be marked and copied by hand.
  const copy = () => void navigator.clipboard?.writeText(made.secret).then(() => say(words.copied));
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p>{words.about}</p>
      <div className="key-made">
        <input
          className="field"
          readOnly
          aria-label={words.key}
          value={made.secret}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="button" onClick={copy}>
          {words.copy}
        </button>
      </div>
      <p className="faint">{words.example}</p>
      <pre className="key-example">{example}</pre>
      <div className="dialog-actions">
        <button type="button" className="button button-primary" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </Dialog>
  );
}

export function RevokeKeyDialog({ row, onClose }: { row: KeyRow; onClose: () => void }) {
  const client = useQueryClient();
  const common = useWords(ui);
  const { end } = useWords(keyWords);
  const { notDone } = useWords(sourceWords);
  const problemText = useProblemText();
  const say = useToast();
  const revoke = useMutation({
    mutationFn: () => revokeKey(row.id),
    onSuccess: async () => {
      say(end.done(row.label));
      onClose();
      await client.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <Dialog title={end.title} onClose={onClose}>
      <p>
        <b>{end.lead(row.name, row.label)}</b>
      </p>
      <p className="notice">{end.about}</p>
      {revoke.isError && (
        <p className="notice" role="alert">
          <b>{notDone}</b> {problemText(revoke.error)}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate()}
        >
          {revoke.isPending ? end.sending : end.send}
        </button>
      </div>
    </Dialog>
  );
}
