// How the reader is told of what waits for them.
import { ContactForm } from '../../features/messages/contact-form.tsx';
import { contactWords } from '../../features/messages/contact-words.ts';
import { useWords } from '../../ui/language.tsx';
import { HomeArea } from './home-area.tsx';
import '../../ui/page.css';
import '../../features/messages/messages.css';

export default function ContactPage() {
  const words = useWords(contactWords);
  return (
    <main className="plain-page">
      <HomeArea />
      <div className="plain-head">
        <h1>{words.title}</h1>
      </div>
      <div className="contact-page">
        <p className="plain-sentence">{words.hint}</p>
        <ContactForm userId={null} />
      </div>
    </main>
  );
}
