// An account's way of being told, in its panel: what stands there, and the form behind a button.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/language.tsx';
import { ContactForm } from './contact-form.tsx';
import { contactWords } from './contact-words.ts';
import { contactQuery } from './queries.ts';

export function ContactPart({ userId, name, canChange }: { userId: string; name: string; canChange: boolean }) {
  const words = useWords(contactWords);
  const [isChanging, setIsChanging] = useState(false);
  const { data } = useQuery(contactQuery(userId));
  const rows: [string, string][] = data
    ? [
        ...(data.phone ? [[words.phone, data.phone] as [string, string]] : []),
        ...(data.webhookId ? [[words.webhook, data.webhookId] as [string, string]] : []),
        [words.takes, words.gatheredState[`${data.takesGathered}`]],
      ]
    : [];
  return (
    <section className="panel-part">
      <h3>{words.what}</h3>
      {data && data.phone === null && data.webhookId === null ? (
        <p className="note-line">{words.nothingOf}</p>
      ) : (
        <dl className="panel-facts">
          {rows.map(([term, value]) => (
            <div key={term} style={{ display: 'contents' }}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {canChange && (
        <div className="panel-acts no-print">
          <ActButton onClick={() => setIsChanging(true)}>{words.change}</ActButton>
        </div>
      )}
      {isChanging && (
        <Dialog title={`${words.what} ${name}`} onClose={() => setIsChanging(false)}>
          <ContactForm userId={userId} onDone={() => setIsChanging(false)} />
        </Dialog>
      )}
    </section>
  );
}
