// The whole form on one page, for who types in what stands on a sheet: the questions as the phone asks them, section under section.
import type { Answers } from '../../../server/flow/visits/forms/model.ts';
import { useLanguage } from '../../ui/language.tsx';
import { SectionPage } from './section-page.tsx';
import { type Asking, sectionsOf } from './steps.ts';

interface AllSectionsProps {
  asking: Asking;
  answers: Answers;
  onAnswer: (answers: Answers) => void;
}

export function AllSections({ asking, answers, onAnswer }: AllSectionsProps) {
  const { language } = useLanguage();
  return sectionsOf({ answers }, asking).map(({ section }) => (
    <section key={section.id} className="form-section">
      <h3>{section.names[language]}</h3>
      <SectionPage draft={{ answers }} step={`form/${section.id}`} asking={asking} onAnswer={onAnswer} />
    </section>
  ));
}
