// The body of an account: a township is found by its county first, since there are nine hundred of them.
import { useState } from 'react';
import type { Workplaces } from '../../../server/access/accounts/model.ts';
import { Faults } from '../../ui/field.tsx';
import { useWords } from '../../ui/language.tsx';
import { accountWords } from './words.ts';

interface BodyChoiceProps {
  level: string;
  workplaces: Workplaces;
  value: string | null;
  faults: readonly string[];
  onChange: (key: string | null) => void;
}

export function BodyChoice({ level, workplaces, value, faults, onChange }: BodyChoiceProps) {
  const { form } = useWords(accountWords);
  const [county, setCounty] = useState(value?.slice(0, 6) ?? '');
  const counties = workplaces.bodies.filter((body) => body.level === 'county');
  const choices = workplaces.bodies.filter(
    (body) => body.level === level && (level !== 'township' || body.key.startsWith(county)),
  );
  return (
    <div className={level === 'township' ? 'form-pair' : undefined}>
      {level === 'township' && (
        <label>
          <span>{form.within}</span>
          <select
            className="field"
            value={county}
            onChange={(event) => {
              setCounty(event.target.value);
              onChange(null);
            }}
          >
            <option value="">{form.pick}</option>
            {counties.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div>
        <label>
          <span>{form.body}</span>
          <select className="field" value={value ?? ''} onChange={(event) => onChange(event.target.value || null)}>
            <option value="">{form.pick}</option>
            {(level !== 'township' || county !== '') &&
              choices.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        <Faults faults={faults} />
      </div>
    </div>
  );
}
