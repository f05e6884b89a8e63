// The clerk's form: the questions of the sheet in the sheet's order. What was typed stays when it could not be sent.
import { type FormEvent, type ReactNode, useState } from 'react';
import type { TaskDetail } from '../../../server/flow/tasks/model.ts';
import { suggestOutcomes } from '../../../server/flow/visits/answers/model.ts';
import type { Answers, TaskForm } from '../../../server/flow/visits/forms/model.ts';
import type { PaperVisitInput } from '../../../server/flow/visits/model.ts';
import type { Outcomes } from '../../api/outcomes.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { type Entry, UNASKED, visitOf } from './entry.ts';
import { PhotoPart } from './photo-part.tsx';
import type { usePhotos } from './use-photos.ts';
import { paperWords } from './words.ts';
import './paper.css';

interface EntryFormProps {
  detail: TaskDetail;
  outcomes: Outcomes;
  asked: TaskForm;
  photos: ReturnType<typeof usePhotos>;
  /** The questions of the form, answered so far. */
  renderForm: (answers: Answers, onAnswer: (answers: Answers) => void) => ReactNode;
  /** Now, as the province's wall clock shows it. */
  latest: string;
  isSending: boolean;
  error: unknown;
  onSend: (visit: PaperVisitInput) => void;
}

/** More suggestions than this are no help. */
const MOST = 3;
const GROUPS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

export function EntryForm(props: EntryFormProps) {
  const { detail, outcomes, asked, photos, latest, isSending, error, onSend } = props;
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(paperWords);
  const problemText = useProblemText();
  const { task } = detail;
  const [wrong, setWrong] = useState<string[]>([]);
  const [open, setOpen] = useState<string[]>([]);
  const [entry, setEntry] = useState<Entry>({
    ...{ visitorId: task.assignee?.id ?? '', visitedAt: '', outcomeCode: '', cause: '', note: '', assistanceNote: '' },
    noPlaceReason: words.placeDefault,
    answers: {},
  });
  const chosen = outcomes.items.find((one) => one.code === entry.outcomeCode);
  const isUnmet = chosen !== undefined && (chosen.group === 'D' || chosen.isUnseen);
  const form = isUnmet ? undefined : outcomes.forms.find((one) => one.id === asked.form);
  const suggested = form ? suggestOutcomes(form, asked.because, entry.answers.values ?? {}).slice(0, MOST) : [];
  const set = (field: Exclude<keyof Entry, 'answers'>) => (value: string) =>
    setEntry((old) => ({ ...old, [field]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const named = photos.photos.map(({ declared }) => declared);
    const made = visitOf({ taskId: task.id, form, because: asked.because, photos: named }, entry);
    setWrong('wrong' in made ? made.wrong : []);
    setOpen('questions' in made ? made.questions : []);
    if ('visit' in made) onSend(made.visit);
  };
  const fitting = outcomes.items.filter((one) => one.kinds.includes(asked.asKind));
  const questions = form?.sections.flatMap((section) => section.questions) ?? [];
  const missing = [
    ...wrong.map((field) => words.fields[field] ?? field),
    ...open.map((id) => questions.find((one) => one.id === id)?.names[language] ?? id),
  ];
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
      {form && (
        <fieldset className="entry-form">
          <legend>{words.questions.form}</legend>
          <p className="faint">{words.formHint}</p>
          {props.renderForm(entry.answers, (answers) => setEntry((old) => ({ ...old, answers })))}
        </fieldset>
      )}
      <fieldset>
        <legend>{words.questions.outcome}</legend>
        {suggested.length > 0 && (
          <ul className="entry-suggested" aria-label={words.suggested}>
            {suggested.map(({ code, why }) => (
              <li key={code}>
                {words.suggests(
                  `${code} ${fitting.find((one) => one.code === code)?.names[language] ?? ''}`,
                  why[language],
                )}
              </li>
            ))}
          </ul>
        )}
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
      <PhotoPart {...photos} />
      {missing.length > 0 && (
        <p className="late" role="alert">
          {words.missing} {missing.join(common.enumeration)}
        </p>
      )}
      {error !== null && error !== undefined && (
        <p className="late" role="alert">
          {words.kept} {problemText(error)}
        </p>
      )}
      <div className="entry-end">
        <span className="faint">{words.confirmNote}</span>
        <ActButton type="submit" className="button button-primary" disabled={isSending || photos.isBusy}>
          {isSending ? words.sending : words.send}
        </ActButton>
      </div>
    </form>
  );
}
