// The plain page before the phone is open: the mark, a sentence, and at most one form.
import type { ReactNode } from 'react';
import { useWords } from '../../ui/language.tsx';
import { Mark } from '../../ui/mark.tsx';
import { ui } from '../../ui/words.ts';
import { LanguageButtons } from '../language-buttons.tsx';

export function Gate({ children }: { children: ReactNode }) {
  const words = useWords(ui);
  return (
    <main className="gate">
      <header>
        <Mark size={44} />
        <p>{words.product}</p>
      </header>
      <div className="gate-body">{children}</div>
      <LanguageButtons />
    </main>
  );
}

/** Something that cannot be helped here, in a sentence, with one way on. */
export function Notice({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <Gate>
      <h1>{title}</h1>
      <p>{hint}</p>
      {children}
    </Gate>
  );
}
