// A file of accounts: tried, its faults shown line by line, then made, all or the good ones; the passwords are taken along here or never.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { Decision, Faults, PasswordSheet, Preview } from '../../features/accounts/import-steps.tsx';
import { importWords } from '../../features/accounts/import-words.ts';
import { importAccounts, templateFile } from '../../features/accounts/queries.ts';
import { accountWords } from '../../features/accounts/words.ts';
import { useWords } from '../../ui/language.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { useProblemText } from '../../ui/states.tsx';
import { TopBarArea } from './shell.tsx';
import '../../ui/list.css';
import '../../features/accounts/accounts.css';

const ACCEPTED = '.xlsx,.csv,.txt';

export default function AccountsImportPage() {
  const client = useQueryClient();
  const accounts = useWords(accountWords);
  const words = useWords(importWords);
  const problemText = useProblemText();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [isOver, setIsOver] = useState(false);
  usePageTitle(words.page);
  const trial = useMutation({ mutationFn: (of: File) => importAccounts(of, 'try') });
  const making = useMutation({
    mutationFn: (of: { file: File; mode: 'all' | 'good' }) => importAccounts(of.file, of.mode),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  });
  const take = (taken: File | undefined) => {
    if (!taken) return;
    setFile(taken);
    making.reset();
    trial.mutate(taken);
  };
  const result = making.data ?? trial.data;
  const bad = new Set(result?.faults.map((fault) => fault.line)).size;
  const failure = trial.error ?? making.error;
  return (
    <>
      <TopBarArea>
        <Link to="/accounts">{accounts.page}</Link>
        <span className="faint"> / </span>
        <b>{words.page}</b>
      </TopBarArea>
      <main className="import-page">
        <h1>{words.page}</h1>
        <p className="faint">{words.lead}</p>
        <section className="import-step">
          <h2>{words.template}</h2>
          <p>{words.templateNote}</p>
          <p className="import-acts">
            {(['xlsx', 'csv'] as const).map((format) => (
              <a key={format} className="button" href={templateFile(format)} download>
                {words[format]}
              </a>
            ))}
          </p>
        </section>
        <section className="import-step">
          <h2>{words.file}</h2>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first */}
          <div
            className={isOver ? 'import-drop is-over' : 'import-drop'}
            onDragOver={(event) => {
              event.preventDefault();
              setIsOver(true);
            }}
            onDragLeave={() => setIsOver(false)}
            onDrop={(event) => {
              event.preventDefault();
              setIsOver(false);
              take(event.dataTransfer.files[0]);
            }}
          >
            <button type="button" className="button" onClick={() => input.current?.click()}>
              {file ? words.again : words.choose}
            </button>
            <span className="faint">
              {trial.isPending && file ? words.reading(file.name) : (file?.name ?? words.drop)}
            </span>
          </div>
          <input
            ref={input}
            type="file"
            accept={ACCEPTED}
            hidden
            aria-label={words.choose}
            onChange={(event) => {
              take(event.target.files?.[0]);
              event.target.value = ''; // the same file, corrected, must be taken again
            }}
          />
          {failure && (
            <p className="note-line is-urgent" role="alert">
              <b>{words.failed}</b> {problemText(failure)}
            </p>
          )}
        </section>
        {result && file && (
          <section className="import-step" aria-live="polite">
            <h2>{words.result}</h2>
            {making.data ? (
              <>
                <p className="import-figures">
                  {making.data.made > 0 ? words.made(making.data.made) : words.nothing}{' '}
                  {making.data.waiting > 0 && words.waiting(making.data.waiting)}
                </p>
                {making.data.sheet && <PasswordSheet sheet={making.data.sheet} />}
                <p>
                  <Link to="/accounts?state=first-password">{words.done}</Link>
                </p>
              </>
            ) : (
              <>
                <p className="import-figures">{words.rows(result.rows, result.good, bad)}</p>
                <Decision
                  result={result}
                  isMaking={making.isPending}
                  onMake={(mode) => making.mutate({ file, mode })}
                />
              </>
            )}
            <Faults result={result} />
            {!making.data && <Preview result={result} />}
          </section>
        )}
      </main>
    </>
  );
}
