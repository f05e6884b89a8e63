// Filters kept by name, as pills: one press shows one, and the present filter can be kept.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { deskWords } from './desk-words.ts';
import { forgetView, keepView, viewsQuery } from './queries.ts';

interface SavedViewsProps {
  /** The present filter as the address holds it. */
  filter: string;
  onPick: (filter: string) => void;
}

/** The views that are kept; nothing while there are none. */
export function SavedViews({ filter, onPick }: SavedViewsProps) {
  const words = useWords(deskWords);
  const client = useQueryClient();
  const views = useQuery(viewsQuery);
  const forget = useMutation({
    mutationFn: forgetView,
    onSettled: () => client.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
  const all = views.data ?? [];
  if (all.length === 0) return null;
  return (
    <div className="saved-views no-print">
      <span className="faint">{words.mine}</span>
      <ul aria-label={words.mine}>
        {all.map((view) => (
          <li key={view.id} className={view.filter === filter ? 'pill is-on' : 'pill'}>
            <button type="button" aria-pressed={view.filter === filter} onClick={() => onPick(view.filter)}>
              {view.name}
            </button>
            <button type="button" aria-label={words.forget(view.name)} onClick={() => forget.mutate(view.id)}>
              ✕
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Keeps the present filter, where it is one and not kept already. */
export function KeepView({ filter }: { filter: string }) {
  const words = useWords(deskWords);
  const views = useQuery(viewsQuery);
  const [isNaming, setIsNaming] = useState(false);
  if (filter === '' || views.data?.some((view) => view.filter === filter)) return null;
  return (
    <>
      <button type="button" className="link-button" onClick={() => setIsNaming(true)}>
        {words.keep}
      </button>
      {isNaming && <NameDialog filter={filter} onClose={() => setIsNaming(false)} />}
    </>
  );
}

function NameDialog({ filter, onClose }: { filter: string; onClose: () => void }) {
  const common = useWords(ui);
  const words = useWords(deskWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const keep = useMutation({
    mutationFn: () => keepView(name.trim(), filter),
    onSuccess: async (view) => {
      say(words.kept(view.name));
      onClose();
      await client.invalidateQueries({ queryKey: viewsQuery.queryKey });
    },
  });
  return (
    <Dialog title={words.keepTitle} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) keep.mutate();
        }}
      >
        <input
          className="field"
          aria-label={words.viewName}
          maxLength={24}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {keep.isError && (
          <p className="late" role="alert">
            {problemText(keep.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={!name.trim() || keep.isPending}>
            {words.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
