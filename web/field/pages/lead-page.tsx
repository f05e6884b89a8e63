// Who it is: the first page of a household that nobody sent them to. What was seen follows on the pages of any visit.
import { useEffect, useState } from 'react';
import type { LeadUrgency } from '../../../server/leads/model.ts';
import { ChoiceRow } from '../../features/visits/choice-list.tsx';
import type { Draft } from '../../offline/draft.ts';
import type { LeadDraft } from '../../offline/lead.ts';
import { dropLead, faultsOfLead } from '../../offline/lead-drafts.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { goTo, pathOf } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { LeadFields } from './lead-fields.tsx';
import { leadPageWords } from './lead-page-words.ts';
import { useDraft } from './use-draft.ts';

/** Without the server's own list: its file brings the schema library along. */
const URGENCIES: readonly LeadUrgency[] = ['today', 'days', 'later'];

export function LeadPage({ id }: { id: string }) {
  const { phone } = usePhone();
  const draft = phone.drafts.find((one) => one.taskId === id);
  const isMissing = draft?.lead === undefined;
  useEffect(() => {
    if (isMissing) goTo(pathOf(), { replace: true });
  }, [isMissing]);
  return draft?.lead ? <LeadForm first={draft} firstLead={draft.lead} /> : null;
}

function LeadForm({ first, firstLead }: { first: Draft; firstLead: LeadDraft }) {
  const words = useWords(leadPageWords);
  const { phone, change: changePhone } = usePhone();
  const { draft, change, settle, isSaved } = useDraft(first);
  const [isDropping, setIsDropping] = useState(false);
  const lead = draft.lead ?? firstLead;
  const faults = faultsOfLead(lead);
  const isTyped = lead.head !== '' || lead.people !== null;
  const set = (part: Partial<LeadDraft>, when: 'now' | 'soon' = 'now') => {
    const next = { ...lead, ...part };
    change({ lead: next, household: next.head.trim() }, when);
  };
  const go = async () => {
    if (await settle()) goTo(pathOf('visit', draft.taskId));
  };
  const drop = async () => {
    await settle();
    await changePhone((before) => dropLead(before, draft.taskId));
  };
  return (
    <Frame
      title={words.title}
      backTo={pathOf()}
      footer={
        <button type="button" className="button button-primary" disabled={faults.length > 0} onClick={() => void go()}>
          {words.next}
        </button>
      }
    >
      <div className="question">
        <h2>{words.question}</h2>
        <p className="faint">{words.hint}</p>
        <LeadFields lead={lead} areas={phone.profile.areas ?? []} faults={faults} onChange={set} />
        <fieldset className="choice-group">
          <legend>{words.urgency}</legend>
          {URGENCIES.map((urgency) => (
            <ChoiceRow
              key={urgency}
              name="urgency"
              label={words.urgencies[urgency]}
              isChosen={lead.urgency === urgency}
              onChoose={() => set({ urgency })}
            />
          ))}
        </fieldset>
        {isTyped && faults.length > 0 && (
          <p className="strong" role="status">
            {words.missing}
            {faults.map((fault) => words.names[fault as keyof typeof words.names]).join(words.between)}
          </p>
        )}
        <p>
          <button type="button" className="link-button quiet-link" onClick={() => setIsDropping(true)}>
            {words.drop}
          </button>
        </p>
      </div>
      <p className={isSaved === false ? 'saved-line late' : 'saved-line'} role="status">
        {isSaved === false ? words.notSaved : isSaved === true ? words.saved(formatTime(new Date(draft.savedAt))) : ''}
      </p>
      {isDropping && (
        <Dialog title={words.dropTitle} onClose={() => setIsDropping(false)}>
          <p>{words.dropHint}</p>
          <div className="unsent-buttons">
            <button type="button" className="button field-button" onClick={() => void drop()}>
              {words.dropNow}
            </button>
            <button type="button" className="button button-primary field-button" onClick={() => setIsDropping(false)}>
              {words.keep}
            </button>
          </div>
        </Dialog>
      )}
    </Frame>
  );
}
