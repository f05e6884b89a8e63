// Headings nobody knows yet: the proposed reading as a table a person corrects and confirms. What is still missing stands marked.
import { useState } from 'react';
import type { LayoutProposal } from '../../../server/flow/ingest/model.ts';
import { formatCount } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { faultsOf, type Headings } from './intake.ts';
import { intakeWords } from './intake-words.ts';

interface LayoutTableProps {
  proposals: readonly LayoutProposal[];
  isSending: boolean;
  onConfirm: (dataset: string, headings: Headings) => void;
}

export function LayoutTable({ proposals, isSending, onConfirm }: LayoutTableProps) {
  const { language } = useLanguage();
  const { layout } = useWords(intakeWords);
  const [dataset, setDataset] = useState(proposals[0]?.dataset ?? '');
  /** What the person changed, by dataset: another dataset looked at keeps one's corrections. */
  const [corrections, setCorrections] = useState<Record<string, Headings>>({});
  const proposal = proposals.find((one) => one.dataset === dataset) ?? proposals[0];
  if (!proposal) return null;
  const headings = { ...proposal.headings, ...corrections[proposal.dataset] };
  const { missing, twice } = faultsOf(proposal, headings);
  const listed = (names: string[]) => names.join(language === 'zh' ? '、' : ', ');
  const choose = (theirs: string, ours: string) =>
    setCorrections((all) => ({
      ...all,
      [proposal.dataset]: { ...all[proposal.dataset], [theirs]: ours === '' ? null : ours },
    }));
  return (
    <section className="side-section intake-step">
      <h3>{layout.title}</h3>
      <p>{layout.why}</p>
      <p>
        {layout.which}{' '}
        {proposals.length > 1 ? (
          <Picker
            label={layout.which}
            value={proposal.dataset}
            choices={proposals.map((one) => ({ value: one.dataset, name: one.title[language] }))}
            onPick={setDataset}
          />
        ) : (
          <b>{proposal.title[language]}</b>
        )}
        <span className="faint">　{layout.line(formatCount(proposal.headingLine))}</span>
      </p>
      <table className="plain-table layout-table">
        <thead>
          <tr>
            <th scope="col">{layout.theirs}</th>
            <th scope="col">{layout.ours}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(headings).map(([theirs, ours]) => (
            <tr key={theirs} className={ours !== null && twice.includes(ours) ? 'is-twice' : ''}>
              <td>{theirs}</td>
              <td>
                <select
                  className={ours === null ? 'field is-left-out' : 'field'}
                  aria-label={`${theirs}: ${layout.ours}`}
                  value={ours ?? ''}
                  onChange={(event) => choose(theirs, event.target.value)}
                >
                  <option value="">{layout.leave}</option>
                  {proposal.contractHeadings.map(({ heading, isNeeded }) => (
                    <option key={heading} value={heading}>
                      {isNeeded ? `${heading} · ${layout.needed}` : heading}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
          {missing.map((heading) => (
            <tr key={heading} className="is-missing">
              <td>—</td>
              <td>
                {heading} <b>{layout.needed}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p aria-live="polite" className={missing.length + twice.length > 0 ? 'strong' : 'faint'}>
        {missing.length > 0 && layout.missing(listed(missing))}
        {twice.length > 0 && layout.twice(listed(twice))}
        {missing.length + twice.length === 0 && layout.complete}
      </p>
      <p className="side-buttons">
        <button
          type="button"
          className="button button-primary"
          disabled={isSending || missing.length + twice.length > 0}
          onClick={() => onConfirm(proposal.dataset, headings)}
        >
          {isSending ? layout.sending : layout.send}
        </button>
      </p>
    </section>
  );
}
