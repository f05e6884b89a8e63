// Who works at a station: an account of the township, or a name, since a stationed social worker may have no account.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationPerson } from '../../../server/stations/model.ts';
import { useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { workersQuery } from './queries.ts';
import { stationWords } from './words.ts';

interface PeopleFieldsProps {
  township: string;
  value: readonly StationPerson[];
  onChange: (people: StationPerson[]) => void;
}

export function PeopleFields({ township, value, onChange }: PeopleFieldsProps) {
  const { form } = useWords(stationWords);
  const { visitorKinds } = useWords(roleWords);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<StationPerson['kind']>('social-worker');
  const workers = useQuery({ ...workersQuery(township), enabled: township !== '' }).data ?? [];
  const free = workers.filter((one) => !value.some((other) => other.userId === one.userId));
  const add = () => {
    if (name.trim() === '') return;
    onChange([...value, { userId: null, name: name.trim(), kind }]);
    setName('');
  };
  return (
    <fieldset className="form-rows">
      <legend>{form.people}</legend>
      <ul className="chip-list">
        {value.map((one, index) => (
          <li key={`${one.name} ${one.userId} ${one.kind}`}>
            {one.name} <span className="faint">{visitorKinds[one.kind]}</span>{' '}
            <button
              type="button"
              className="link-button"
              aria-label={form.remove(one.name)}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {free.length > 0 && (
        <label>
          <span>{form.fromList}</span>
          <select
            className="field"
            value=""
            onChange={(event) => {
              const chosen = free.find((one) => one.userId === event.target.value);
              if (chosen) onChange([...value, chosen]);
            }}
          >
            <option value="">{form.pick}</option>
            {free.map((one) => (
              <option key={one.userId} value={one.userId ?? ''}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="form-pair">
        <label>
          <span>{form.personName}</span>
          <input className="field" maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          <span>{form.personKind}</span>
          <select
            className="field"
            value={kind}
            onChange={(event) => setKind(event.target.value as StationPerson['kind'])}
          >
            {Object.entries(visitorKinds).map(([code, title]) => (
              <option key={code} value={code}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p>
        <button type="button" className="button" disabled={name.trim() === ''} onClick={add}>
          {form.add}
        </button>
      </p>
    </fieldset>
  );
}
