// The households of a filter as a table, page after page; a row leads to its household.
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { HouseholdFilter, HouseholdRow } from '../../../server/household/model.ts';
import { HOUSEHOLD_GROUPS } from '../../../server/household/model.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { Blind } from '../../ui/blind.tsx';
import { Chain } from '../../ui/chain.tsx';
import { useWords } from '../../ui/language.tsx';
import { type Choice, Picker } from '../../ui/picker.tsx';
import { ui } from '../../ui/words.ts';
import { listWords } from './list-words.ts';
import './list.css';

interface SentenceProps {
  filter: HouseholdFilter;
  areas: Choice[];
  area: string;
  onChange: (values: Record<string, string | null>) => void;
}

/** The filter as a sentence; the name is asked for when its field is left or Enter pressed, since every answer is recorded. */
export function HouseholdSentence({ filter, areas, area, onChange }: SentenceProps) {
  const words = useWords(listWords);
  const [isNumber, setIsNumber] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const q = String(new FormData(event.currentTarget).get('q') ?? '').trim();
    // The address stays in the browser's history and is passed on: no place for a personal number.
    const isOne = /\d{15}/.test(q.normalize('NFKC').replace(/\s/g, ''));
    setIsNumber(isOne);
    if (!isOne) onChange({ q: q || null });
  };
  return (
    <form className="sentence-filter" onSubmit={submit}>
      {words.lead}
      <Picker label={words.area} value={area} choices={areas} onPick={(code) => onChange({ area: code })} />
      {words.of}
      <Picker
        label={words.group}
        value={filter.group}
        choices={HOUSEHOLD_GROUPS.map((value) => ({ value, name: words.groups[value] }))}
        onPick={(group) => onChange({ group: group === 'all' ? null : group })}
      />
      {words.named}
      <input
        key={filter.q ?? ''}
        name="q"
        className="sentence-field"
        defaultValue={filter.q ?? ''}
        placeholder={words.anyName}
        aria-label={words.name}
        title={words.name}
        maxLength={60}
        onBlur={(event) => {
          if (event.target.value.trim() !== (filter.q ?? '')) event.target.form?.requestSubmit();
        }}
      />
      {words.sorted}
      {isNumber && (
        <p className="late" role="alert">
          {words.numberInBox}
        </p>
      )}
    </form>
  );
}

export function HouseholdTable({ rows }: { rows: HouseholdRow[] }) {
  const words = useWords(listWords);
  return (
    <table className="household-table">
      <thead>
        <tr>
          <th scope="col">{words.columns.head}</th>
          <th scope="col">{words.columns.place}</th>
          <th scope="col" className="number">
            {words.columns.members}
          </th>
          <th scope="col">{words.columns.status}</th>
          <th scope="col">{words.columns.alerts}</th>
          <th scope="col">{words.columns.task}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: HouseholdRow }) {
  const common = useWords(ui);
  const words = useWords(listWords);
  return (
    <tr>
      <th scope="row">
        <Link to={`/households/${row.id}`}>{row.head ?? common.someone}</Link>
      </th>
      <td>{row.place}</td>
      <td className="number">
        {row.members ?? (
          <>
            <Blind /> <span className="visually-hidden">{words.unknown}</span>
          </>
        )}
      </td>
      <td>
        {row.aided === null ? (
          <>
            <Blind /> <span className="faint">{words.unknown}</span>
          </>
        ) : row.aided > 0 ? (
          words.aided(row.aided)
        ) : (
          <span className="faint">{words.none}</span>
        )}
      </td>
      <td>
        {row.severity && (
          <>
            <Beacon severity={row.severity} size={18} /> {words.alerts(row.openAlerts)}
          </>
        )}
      </td>
      <td>
        {row.taskState && (
          <>
            <Chain state={row.taskState} /> {common.taskStates[row.taskState]}
          </>
        )}
      </td>
    </tr>
  );
}
