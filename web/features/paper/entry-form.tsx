// The clerk's form: the questions of the sheet in the sheet's order. What was typed stays when it could not be sent.
import { type FormEvent, useState } from 'react';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import type { PaperVisitInput } from '../../../server/flow/visits/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { type Entry, UNASKED, visitOf } from './entry.ts';
import { paperWords } from './words.ts';
import './paper.css';

interface EntryFormProps {
  detail: TaskDetail;
  outcomes: Outcomes;
  /** Now, as the province's wall clock shows it. */
  latest: string;
  isSending: boolean;
  error: unknown;
  onSend: (visit: PaperVisitInput) => void;
}

const GROUPS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

export function EntryForm({ detail, outcomes, latest, isSending, error, onSend }: EntryFormProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(paperWords);
  const problemText = useProblemText();
  const { task } = detail;
  const [wrong, setWrong] = useState<string[]>([]);
  const [entry, setEntry] = useState<Entry>({
    ...{ visitorId: task.assignee?.id ?? '', visitedAt: '', outcomeCode: '', cause: '', note: '', assistanceNote: '' },
    noPlaceReason: words.placeDefault,
  });
  const set = (field: keyof Entry) => (value: string) => setEntry((old) => ({ ...old, [field]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const made = visitOf(task.id, entry);
    setWrong('wrong' in made ? made.wrong : []);
    if ('visit' in made) onSend(made.visit);
  };
  const fitting = outcomes.items.filter((one) => one.kinds.includes(task.kind === 'exit' ? 'exit' : 'help'));
  const people = detail.coordinators.some((one) => one.id === task.assignee?.id)
    ? detail.coordinators
    : [...(task.assignee ? [task.assignee] : []), ...detail.coordinators];
  const radio = (field: 'outcomeCode' | 'cause', value: string, name: string) => (
    <label key={value}>
      <input type="radio" name={field} checked={entry[field] === value} onChange={() => set(field)(value)} />
      {name}
    </label>
  );
  return (
    <form className="entry" onSubmit={submit} noValidate>
      <h1>{words.enterOf(task.household?.head ?? common.someone)}</h1>
      <p className="faint">
        {words.enterLead} {words.number(task.id.slice(-8).toUpperCase())}
      </p>
      <fieldset>
        <legend>{words.questions.outcome}</legend>
        <div className="entry-choices">
          {GROUPS.map((group) => {
            const own = fitting.filter((one) => one.group === group);
            return (
              own.length > 0 && [
                <b key={group}>{words.groups[group]}</b>,
                ...own.map((one) => radio('outcomeCode', one.code, `${one.code} ${one.names[language]}`)),
              ]
            );
          })}
        </div>
      </fieldset>
      <fieldset>
        <legend>{words.questions.cause}</legend>
        <div className="entry-choices">
          {outcomes.causes.map((cause) => radio('cause', cause.code, cause.names[language]))}
          {radio('cause', UNASKED, words.unasked)}
        </div>
      </fieldset>
      <label>
        <span className="entry-label">{words.questions.note}</span>
        <textarea
          className="field"
          rows={3}
          maxLength={2000}
          value={entry.note}
          onChange={(event) => set('note')(event.target.value)}
        />
      </label>
      <label>
        <span className="entry-label">{words.questions.help}</span>
        <textarea
          className="field"
          rows={2}
          maxLength={2000}
          value={entry.assistanceNote}
          onChange={(event) => set('assistanceNote')(event.target.value)}
        />
      </label>
      <label>
        <span className="entry-label">{words.questions.place}</span>
        <input
          className="field"
          maxLength={200}
          value={entry.noPlaceReason}
          onChange={(event) => set('noPlaceReason')(event.target.value)}
        />
        <span className="faint">{words.placeHint}</span>
      </label>
      <div className="entry-row">
        <label>
          <span className="entry-label">{words.visitedAt}</span>
          <input
            className="field"
            type="datetime-local"
            max={latest}
            value={entry.visitedAt}
            onChange={(event) => set('visitedAt')(event.target.value)}
          />
        </label>
        <label>
          <span className="entry-label">{words.visitor}</span>
          <select className="field" value={entry.visitorId} onChange={(event) => set('visitorId')(event.target.value)}>
            <option value="">{words.choose}</option>
            {people.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {wrong.length > 0 && (
        <p className="late" role="alert">
          {words.missing} {wrong.map((field) => words.fields[field] ?? field).join(common.enumeration)}
        </p>
      )}
      {error !== null && error !== undefined && (
        <p className="late" role="alert">
          {words.kept} {problemText(error)}
        </p>
      )}
      <div className="entry-end">
        <span className="faint">{words.confirmNote}</span>
        <ActButton type="submit" className="button button-primary" disabled={isSending}>
          {isSending ? words.sending : words.send}
        </ActButton>
      </div>
    </form>
  );
}
