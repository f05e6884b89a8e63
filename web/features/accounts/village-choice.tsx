// The villages in a coordinator's care: prefecture, county and township lead to them; what is chosen stands above and can be taken off.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { areasQuery } from '../../api/areas.ts';
import { Faults } from '../../ui/field.tsx';
import { useWords } from '../../ui/language.tsx';
import { accountWords } from './words.ts';

const PROVINCE = '22';

interface VillageChoiceProps {
  /** Names of those held so far. */
  known: readonly { code: string; name: string }[];
  value: readonly string[];
  faults: readonly string[];
  onChange: (codes: string[]) => void;
}

export function VillageChoice({ known, value, faults, onChange }: VillageChoiceProps) {
  const { form } = useWords(accountWords);
  const begin = value[0] ?? '';
  const [path, setPath] = useState({
    prefecture: begin.slice(0, 4),
    county: begin.slice(0, 6),
    township: begin.slice(0, 9),
  });
  const [seen, setSeen] = useState(() => new Map(known.map((one) => [one.code, one.name])));
  const prefectures = useQuery(areasQuery(PROVINCE)).data ?? [];
  const counties = useQuery({ ...areasQuery(path.prefecture), enabled: path.prefecture !== '' }).data ?? [];
  const townships = useQuery({ ...areasQuery(path.county), enabled: path.county !== '' }).data ?? [];
  const villages = useQuery({ ...areasQuery(path.township), enabled: path.township !== '' }).data ?? [];
  const step = (name: string, chosen: string, list: { code: string; name: string }[], set: (code: string) => void) => (
    <label>
      <span>{name}</span>
      <select className="field" value={chosen} onChange={(event) => set(event.target.value)}>
        <option value="">{form.pick}</option>
        {list.map((one) => (
          <option key={one.code} value={one.code}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
  const toggle = (code: string, name: string) => {
    setSeen(new Map(seen).set(code, name));
    onChange(value.includes(code) ? value.filter((one) => one !== code) : [...value, code]);
  };
  return (
    <fieldset className="form-rows">
      <legend>{form.villages}</legend>
      <ul className="chip-list">
        {value.map((code) => (
          <li key={code}>
            {seen.get(code) ?? code}{' '}
            <button
              type="button"
              className="link-button"
              aria-label={form.remove(seen.get(code) ?? code)}
              onClick={() => onChange(value.filter((one) => one !== code))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <div className="form-pair">
        {step(form.prefecture, path.prefecture, prefectures, (prefecture) =>
          setPath({ prefecture, county: '', township: '' }),
        )}
        {step(form.within, path.county, counties, (county) => setPath({ ...path, county, township: '' }))}
      </div>
      {path.county !== '' &&
        step(form.township, path.township, townships, (township) => setPath({ ...path, township }))}
      {villages.length > 0 && (
        <div className="village-boxes">
          {villages.map(({ code, name }) => (
            <label key={code}>
              <input type="checkbox" checked={value.includes(code)} onChange={() => toggle(code, name)} /> {name}
            </label>
          ))}
        </div>
      )}
      <Faults faults={faults} />
    </fieldset>
  );
}
