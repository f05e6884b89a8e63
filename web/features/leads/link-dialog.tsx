// Which household of the registry a lead speaks of: looked for by name or number, said by a person.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { afterLead, homesQuery, linkLead } from './queries.ts';
import { leadWords } from './words.ts';

export function LinkDialog({ lead, onClose }: { lead: { id: string; head: string | null }; onClose: () => void }) {
  const common = useWords(ui);
  const words = useWords(leadWords);
  const problemText = useProblemText();
  const say = useToast();
  const client = useQueryClient();
  const [typed, setTyped] = useState(lead.head ?? '');
  const [asked, setAsked] = useState(lead.head ?? '');
  const hits = useQuery(homesQuery(asked));
  const homes = (hits.data?.items ?? []).filter((hit) => hit.kind === 'person' || hit.kind === 'household');
  const linking = useMutation({
    mutationFn: (householdId: string) => linkLead(lead.id, householdId),
    onSuccess: async () => {
      say(words.linked);
      onClose();
      await afterLead(client);
    },
  });
  return (
    <Dialog title={words.linkTitle} onClose={onClose}>
      <form
        className="lead-search"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed.trim());
        }}
      >
        <input
          className="field"
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="submit" className="button">
          {words.find}
        </button>
      </form>
      <p className="faint">{words.linkHint}</p>
      {hits.isLoading && <Skeleton lines={3} />}
      {hits.isError && <Failed what={words.link} error={hits.error} onRetry={() => void hits.refetch()} />}
      {hits.data && homes.length === 0 && <p>{words.noHit}</p>}
      <ul className="lead-homes">
        {homes.map((home) => (
          <li key={`${home.id} ${home.title} ${home.detail}`}>
            <span>
              <b>{home.title}</b> <span className="faint">{home.detail}</span>
              <br />
              <span className="faint">{home.place}</span>
            </span>
            <ActButton className="button" disabled={linking.isPending} onClick={() => linking.mutate(home.id)}>
              {words.linkNow}
            </ActButton>
          </li>
        ))}
      </ul>
      {linking.isError && (
        <p className="note-line is-urgent" role="alert">
          <b>{words.linkFailed}</b> {problemText(linking.error)}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}
