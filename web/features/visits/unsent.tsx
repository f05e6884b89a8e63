// 待发送: what is finished but still on this phone, and what the server refused.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../ui/language.tsx';
import type { Draft } from './draft.ts';
import { sendDraft } from './send.ts';
import { STEPS } from './steps.ts';
import { visitWords } from './words.ts';

interface UnsentProps {
  userId: string;
  drafts: Draft[];
  onChanged: (text: string) => void;
}

export function Unsent({ userId, drafts, onChanged }: UnsentProps) {
  const words = useWords(visitWords);
  const client = useQueryClient();
  const [sendingId, setSendingId] = useState<string | null>(null);
  if (drafts.length === 0) return null;
  const send = async (draft: Draft) => {
    setSendingId(draft.id);
    const outcome = await sendDraft(userId, draft, client);
    setSendingId(null);
    onChanged(outcome === 'sent' ? words.sentNow : outcome === 'waiting' ? words.stillWaiting : words.refused);
  };
  return (
    <section aria-label={words.unsentGroup(drafts.length)}>
      <h2 className="field-group">{words.unsentGroup(drafts.length)}</h2>
      <ul>
        {drafts.map((draft) => (
          <li key={draft.id} className="unsent">
            <p className="household-name">
              <b>{words.homeOf(draft.household)}</b>
            </p>
            <p className={draft.status === 'refused' ? 'late' : ''}>
              {draft.status === 'refused' ? `${words.refused} ${draft.refusal ?? ''}` : words.waiting}
            </p>
            <div className="unsent-buttons">
              <Link className="button field-button" to={`/field/visit/${draft.taskId}/${STEPS.length}`}>
                {words.look}
              </Link>
              <button
                type="button"
                className="button button-primary field-button"
                disabled={sendingId !== null}
                onClick={() => void send(draft)}
              >
                {sendingId === draft.id ? words.sending : words.sendAgain}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
