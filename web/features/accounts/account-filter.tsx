// 句式筛选 of accounts: which role, where, in which state; and a box to find somebody by name.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { areasQuery } from '../../api/areas.ts';
import { useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { type AccountsAsked, ROLES, STATES } from './queries.ts';
import { accountWords } from './words.ts';

const PROVINCE = '22';
const WAIT = 300;

interface AccountFilterProps {
  asked: AccountsAsked;
  onChange: (values: Partial<AccountsAsked>) => void;
}

export function AccountFilter({ asked, onChange }: AccountFilterProps) {
  const words = useWords(accountWords);
  const { roles } = useWords(roleWords);
  const prefecture = asked.area.slice(0, 4);
  const prefectures = useQuery(areasQuery(PROVINCE));
  const counties = useQuery({ ...areasQuery(prefecture), enabled: prefecture !== '' });
  const named = (list: { code: string; name: string }[] | undefined) =>
    (list ?? []).map(({ code, name }) => ({ value: code, name }));
  return (
    <div className="sentence-filter">
      <span>{words.lead}</span>
      <Picker
        label={words.area}
        value={prefecture}
        choices={[{ value: '', name: words.anyArea }, ...named(prefectures.data)]}
        onPick={(area) => onChange({ area })}
      />
      {prefecture !== '' && (
        <Picker
          label={words.county}
          value={asked.area.length > 4 ? asked.area : ''}
          choices={[{ value: '', name: words.anyCounty }, ...named(counties.data)]}
          onPick={(area) => onChange({ area: area || prefecture })}
        />
      )}
      <Picker
        label={words.role}
        value={asked.role}
        choices={[
          { value: '', name: words.anyRole },
          ...ROLES.map((value) => ({ value, name: roles[value] ?? value })),
        ]}
        onPick={(role) => onChange({ role })}
      />
      <Picker
        label={words.state}
        value={asked.state}
        choices={[
          { value: '', name: words.anyState },
          ...STATES.map((value) => ({ value, name: words.states[value] ?? value })),
        ]}
        onPick={(state) => onChange({ state })}
      />
      <span>{words.accounts}</span>
      <SearchBox value={asked.q} onChange={(q) => onChange({ q })} />
    </div>
  );
}

/** Asks when the typing rests, not at each letter. */
function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const words = useWords(accountWords);
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text.trim()), WAIT);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <input
      type="search"
      className="field list-search no-print"
      aria-label={words.search}
      placeholder={words.search}
      maxLength={40}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
