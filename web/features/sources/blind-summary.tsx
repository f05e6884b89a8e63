// The answer first: how the sources stand in a sentence, then which rules are blind and because of whom, then what is unusual.
import type { SourceView } from '../../../server/flow/ingest/model.ts';
import { Blind } from '../../ui/blind.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { blindRules, countSources } from './periods.ts';
import { sourceWords } from './words.ts';

function Sentence({ sources }: { sources: readonly SourceView[] }) {
  const { sentence } = useWords(sourceWords);
  const counts = countSources(sources);
  const parts: { text: string; tone?: string }[] = [
    { text: sentence.total(counts.total) },
    { text: sentence.fine(counts.fine) },
  ];
  if (counts.late > 0) parts.push({ text: sentence.late(counts.late), tone: 'late' });
  if (counts.suspended > 0) parts.push({ text: sentence.suspended(counts.suspended) });
  if (counts.planned > 0) parts.push({ text: sentence.planned(counts.planned) });
  if (counts.blind > 0) parts.push({ text: sentence.blind(counts.blind), tone: 'strong' });
  return (
    <p className="source-sentence">
      {parts.map(({ text, tone }, index) => (
        <span key={text}>
          {index > 0 && sentence.comma}
          <span className={tone}>{text}</span>
        </span>
      ))}
      {sentence.stop}
    </p>
  );
}

export function BlindSummary({
  sources,
  onOpen,
}: {
  sources: readonly SourceView[];
  onOpen: (dataset: string) => void;
}) {
  const { language } = useLanguage();
  const words = useWords(sourceWords);
  const rules = blindRules(sources);
  const unusual = sources.flatMap((source) => source.health.map((one) => ({ ...one, source })));
  return (
    <>
      <Sentence sources={sources} />
      <section className="side-section">
        <h2>{words.nowBlind}</h2>
        {rules.length === 0 ? (
          <p className="faint">{words.nothingBlind}</p>
        ) : (
          <>
            <p className="faint">{words.nowBlindNote}</p>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{words.blindRule}</th>
                  <th scope="col">{words.because}</th>
                </tr>
              </thead>
              <tbody>
                {rules.map(({ names, because }) => (
                  <tr key={names.zh}>
                    <td>
                      <Blind /> {names[language]}
                    </td>
                    <td>
                      {because.map((source) => (
                        <p key={source.dataset}>
                          <button type="button" className="link-button" onClick={() => onOpen(source.dataset)}>
                            {source.title[language]}
                          </button>{' '}
                          <span className="faint">
                            {source.state !== 'connected'
                              ? words.states[source.state]
                              : source.daysLate > 0
                                ? words.lateDays(source.daysLate)
                                : words.never}
                          </span>
                        </p>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </section>
      {unusual.length > 0 && (
        <section className="side-section">
          <h2>{words.unusual}</h2>
          <ul className="health-list">
            {unusual.map(({ kind, names, source }) => (
              <li key={`${source.dataset} ${kind} ${names.zh}`}>
                <button type="button" className="link-button" onClick={() => onOpen(source.dataset)}>
                  {source.title[language]}
                </button>{' '}
                <span className="faint">{words.kinds[kind]}</span> {names[language]}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
