// The steps of taking in a file of accounts: choose, look at what each line would do, decide, take the passwords along.
import type { ImportResult } from '../../../server/staff/model.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { importWords } from './import-words.ts';

export function Faults({ result }: { result: ImportResult }) {
  const { language } = useLanguage();
  const words = useWords(importWords);
  if (result.faults.length === 0) return null;
  return (
    <>
      <h3>{words.faults}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keys */}
      <section className="import-faults" tabIndex={0} aria-label={words.faults}>
        <table className="list-table">
          <thead>
            <tr>
              <th scope="col" className="number">
                {words.columns.line}
              </th>
              <th scope="col">{words.columns.column}</th>
              <th scope="col">{words.columns.found}</th>
              <th scope="col">{words.columns.expected}</th>
            </tr>
          </thead>
          <tbody>
            {result.faults.map(({ line, column, found, expected }) => (
              <tr key={`${line} ${column} ${expected.zh}`}>
                <td className="number strong">{line}</td>
                <td>{column ?? words.wholeLine}</td>
                <td>{found === '' ? <span className="faint">{words.empty}</span> : found}</td>
                <td>{expected[language]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

export function Preview({ result }: { result: ImportResult }) {
  const words = useWords(importWords);
  const { roles } = useWords(roleWords);
  const columns = words.previewColumns;
  if (result.preview.length === 0) return null;
  return (
    <>
      <h3>{words.preview}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keys */}
      <section className="import-faults" tabIndex={0} aria-label={words.preview}>
        <table className="list-table">
          <thead>
            <tr>
              <th scope="col" className="number">
                {columns.line}
              </th>
              <th scope="col">{columns.username}</th>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.role}</th>
              <th scope="col">{columns.place}</th>
            </tr>
          </thead>
          <tbody>
            {result.preview.map(({ line, username, name, role, place }) => (
              <tr key={line}>
                <td className="number">{line}</td>
                <td>{username}</td>
                <td>{name}</td>
                <td>{roles[role] ?? role}</td>
                <td>{place || '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface DecisionProps {
  result: ImportResult;
  isMaking: boolean;
  onMake: (mode: 'all' | 'good') => void;
}

/** What can be done with the file as it is. With faults, both ways are said before either is chosen. */
export function Decision({ result, isMaking, onMake }: DecisionProps) {
  const words = useWords(importWords);
  const isSound = result.faults.length === 0;
  if (result.good === 0) return null;
  return (
    <div className="import-acts">
      <ActButton
        className={isSound ? 'button button-primary' : 'button'}
        disabled={isMaking}
        onClick={() => onMake(isSound ? 'all' : 'good')}
      >
        {isMaking ? words.making : isSound ? words.makeAll(result.good) : words.makeGood(result.good)}
      </ActButton>
      {!isSound && <span className="faint">{words.goodNote}</span>}
    </div>
  );
}

/** The passwords as a file made here: what the server told once is not asked for again. */
export function PasswordSheet({ sheet }: { sheet: string }) {
  const words = useWords(importWords);
  const save = () => {
    const address = URL.createObjectURL(new Blob([sheet], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${words.sheetName}.csv`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <div className="import-acts">
      <button type="button" className="button button-primary" onClick={save}>
        {words.sheet}
      </button>
      <span>{words.sheetNote}</span>
    </div>
  );
}
