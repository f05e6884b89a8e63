// How somebody is told, to be seen and changed: their own, or an account's by whoever keeps it. Numbers are shown masked and typed anew.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Contact } from '../../../server/messages/model.ts';
import { ApiError } from '../../api/problem.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Field } from '../../ui/field.tsx';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton, useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { contactWords } from './contact-words.ts';
import { contactQuery, saveContact } from './queries.ts';

/** `userId` null: the reader's own. */
export function ContactForm({ userId, onDone }: { userId: string | null; onDone?: () => void }) {
  const words = useWords(contactWords);
  const query = useQuery(contactQuery(userId));
  if (query.isPending) return <Skeleton lines={5} />;
  if (!query.data) return <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />;
  return <Fields userId={userId} contact={query.data} {...(onDone && { onDone })} />;
}

interface FieldsProps {
  userId: string | null;
  contact: Contact;
  onDone?: () => void;
}

function Fields({ userId, contact, onDone }: FieldsProps) {
  const client = useQueryClient();
  const words = useWords(contactWords);
  const problemText = useProblemText();
  const say = useToast();
  const [phone, setPhone] = useState('');
  const [webhookId, setWebhookId] = useState('');
  const [rest, setRest] = useState({
    channel: contact.channel,
    language: contact.language,
    takesGathered: contact.takesGathered,
  });
  const saving = useMutation({
    mutationFn: (numbers: { phone?: string | null; webhookId?: string | null }) =>
      saveContact(userId, { ...rest, ...numbers }),
    onSuccess: async (saved) => {
      client.setQueryData(contactQuery(userId).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['messages'] });
      setPhone('');
      setWebhookId('');
      say(words.saved);
      onDone?.();
    },
  });
  const faults = saving.error instanceof ApiError ? saving.error.errors : [];
  const faultsOf = (pointer: string) => faults.filter((one) => one.pointer === pointer).map(({ detail }) => detail);
  const typed = {
    ...(phone.trim() && { phone: phone.trim() }),
    ...(webhookId.trim() && { webhookId: webhookId.trim() }),
  };
  return (
    <form
      className="form-rows contact-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(typed);
      }}
    >
      {contact.phone === null && contact.webhookId === null && (
        <p className="note-line">{userId === null ? words.nothing : words.nothingOf}</p>
      )}
      <Field
        name={words.phone}
        faults={faultsOf('/phone')}
        hint={contact.phone ? words.present(contact.phone) : undefined}
      >
        <input
          className="field"
          type="tel"
          inputMode="numeric"
          autoComplete={userId === null ? 'tel-national' : 'off'}
          maxLength={11}
          placeholder={words.newPhone}
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
      </Field>
      {contact.phone && (
        <p>
          <ActButton disabled={saving.isPending} onClick={() => saving.mutate({ phone: null })}>
            {words.remove}
          </ActButton>
        </p>
      )}
      {(contact.channels.includes('webhook') || contact.webhookId) && (
        <>
          <Field
            name={words.webhook}
            faults={faultsOf('/webhookId')}
            hint={contact.webhookId ? words.present(contact.webhookId) : undefined}
          >
            <input
              className="field"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={64}
              value={webhookId}
              onChange={(event) => setWebhookId(event.target.value)}
            />
          </Field>
          <Field name={words.channel}>
            <select
              className="field"
              value={rest.channel}
              onChange={(event) => setRest({ ...rest, channel: event.target.value as Contact['channel'] })}
            >
              {(['sms', 'webhook'] as const).map((one) => (
                <option key={one} value={one}>
                  {words.channels[one]}
                </option>
              ))}
            </select>
          </Field>
        </>
      )}
      <Field name={words.language}>
        <select
          className="field"
          value={rest.language}
          onChange={(event) => setRest({ ...rest, language: event.target.value as Contact['language'] })}
        >
          {(['zh', 'en'] as const).map((one) => (
            <option key={one} value={one}>
              {words.languages[one]}
            </option>
          ))}
        </select>
      </Field>
      <label className="contact-check">
        <input
          type="checkbox"
          checked={rest.takesGathered}
          onChange={(event) => setRest({ ...rest, takesGathered: event.target.checked })}
        />
        {words.gathered}
      </label>
      {contact.channels.length === 0 && <p className="form-hint">{words.noChannels}</p>}
      {saving.isError && faults.length === 0 && (
        <p className="note-line is-urgent" role="alert">
          <b>{words.notSaved}</b> {problemText(saving.error)}
        </p>
      )}
      <div className="dialog-actions">
        <ActButton type="submit" className="button button-primary" disabled={saving.isPending}>
          {saving.isPending ? words.saving : words.save}
        </ActButton>
      </div>
    </form>
  );
}
