// How this phone's holder is told of red tasks and of the rest: asked from the server when opened, since it is not kept on the phone.
import { useState } from 'react';
import type { Contact, ContactInput } from '../../../server/messages/model.ts';
import { call } from '../../api/client.ts';
import { contactWords } from '../../features/messages/contact-words.ts';
import { useWords } from '../../ui/language.tsx';
import { digitsIn } from '../digits.ts';
import './contact-part.css';

/** Held here and not taken from the server's model: its schema library is too heavy for a phone's page. */
const PHONE = /^1\d{10}$/;
type State = 'closed' | 'asking' | 'away' | 'open' | 'saving' | 'saved' | 'unsaved';

export default function ContactPart() {
  const words = useWords(contactWords);
  const [state, setState] = useState<State>('closed');
  const [contact, setContact] = useState<Contact | null>(null);
  const ask = async (work: () => Promise<Contact>, [during, then, otherwise]: [State, State, State]) => {
    setState(during);
    try {
      setContact(await work());
      setState(then);
      return true;
    } catch {
      setState(otherwise);
      return false;
    }
  };
  const open = () => void ask(() => call<Contact>('GET', '/api/contact'), ['asking', 'open', 'away']);
  const save = (input: Partial<ContactInput>) =>
    ask(() => call<Contact>('PUT', '/api/contact', { body: input }), ['saving', 'saved', 'unsaved']);
  return (
    <section className="field-section">
      <h2>{words.title}</h2>
      <p className="field-contact-hint">{words.hint}</p>
      {(state === 'away' || state === 'unsaved') && (
        <p className="late" role="alert">
          {state === 'unsaved' && words.notSaved} {words.offline}
        </p>
      )}
      {state === 'saved' && <p role="status">{words.saved}</p>}
      {contact ? (
        <Form contact={contact} isSaving={state === 'saving'} onSave={save} />
      ) : (
        <button type="button" className="button field-button wide" disabled={state === 'asking'} onClick={open}>
          {words.open}
        </button>
      )}
    </section>
  );
}

interface FormProps {
  contact: Contact;
  isSaving: boolean;
  /** Whether it was taken: what was typed stays until it was. */
  onSave: (input: Partial<ContactInput>) => Promise<boolean>;
}

function Form({ contact, isSaving, onSave }: FormProps) {
  const words = useWords(contactWords);
  const [phone, setPhone] = useState('');
  const [takesGathered, setTakesGathered] = useState(contact.takesGathered);
  const { channel, language } = contact;
  const isWrong = phone !== '' && !PHONE.test(phone);
  const isChanged = phone !== '' || takesGathered !== contact.takesGathered;
  return (
    <form
      className="field-contact"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong) return;
        void onSave({ channel, language, takesGathered, ...(phone && { phone }) }).then((isTaken) => {
          if (isTaken) setPhone('');
        });
      }}
    >
      <p className={contact.phone ? '' : 'strong'}>{contact.phone ? words.present(contact.phone) : words.nothing}</p>
      <label>
        <span>{words.phone}</span>
        <input
          className="field"
          type="tel"
          inputMode="numeric"
          autoComplete="tel-national"
          maxLength={11}
          placeholder={words.newPhone}
          aria-invalid={phone.length === 11 && isWrong}
          value={phone}
          onChange={(event) => setPhone(digitsIn(event.target))}
        />
      </label>
      <label className="field-contact-check">
        <input type="checkbox" checked={takesGathered} onChange={(event) => setTakesGathered(event.target.checked)} />
        {words.gathered}
      </label>
      <button
        type="submit"
        className="button button-primary field-button wide"
        disabled={isSaving || isWrong || !isChanged}
      >
        {isSaving ? words.saving : words.save}
      </button>
    </form>
  );
}
