// The fields of who it is, each under its name; wrong ones say so as soon as they can be told to be.
import { useId } from 'react';
import type { LeadDraft } from '../../offline/lead.ts';
import { useWords } from '../../ui/language.tsx';
import { leadPageWords } from './lead-page-words.ts';
import './lead.css';

interface LeadFieldsProps {
  lead: LeadDraft;
  areas: readonly { code: string; name: string }[];
  faults: readonly (keyof LeadDraft)[];
  onChange: (part: Partial<LeadDraft>, when?: 'now' | 'soon') => void;
}

const MOST_PEOPLE = 30;

export function LeadFields({ lead, areas, faults, onChange }: LeadFieldsProps) {
  const words = useWords(leadPageWords);
  const people = lead.people ?? 0;
  const text = (name: 'head' | 'phone' | 'address' | 'idNumber', more: Partial<TextProps>) => (
    <Text label={words[name]} value={lead[name]} onType={(value) => onChange({ [name]: value }, 'soon')} {...more} />
  );
  const isWholeNumber = lead.idNumber.trim().length >= 18;
  return (
    <div className="lead-fields">
      <label>
        <span>{words.village}</span>
        <select
          className="field"
          value={lead.areaCode}
          onChange={(event) => onChange({ areaCode: event.target.value })}
        >
          <option value="">{words.pickVillage}</option>
          {areas.map((area) => (
            <option key={area.code} value={area.code}>
              {area.name}
            </option>
          ))}
        </select>
      </label>
      {text('head', { most: 40 })}
      <fieldset className="lead-count">
        <legend className="visually-hidden">{words.people}</legend>
        <span aria-hidden="true">{words.people}</span>
        <button
          type="button"
          className="button"
          aria-label={words.fewer}
          disabled={people <= 1}
          onClick={() => onChange({ people: people - 1 })}
        >
          −
        </button>
        <output>{lead.people ?? ''}</output>
        <button
          type="button"
          className="button"
          aria-label={words.more}
          disabled={people >= MOST_PEOPLE}
          onClick={() => onChange({ people: people + 1 })}
        >
          +
        </button>
      </fieldset>
      {text('address', { most: 200, placeholder: words.addressHint })}
      {text('phone', {
        most: 20,
        mode: 'tel',
        wrong: faults.includes('phone') && lead.phone.trim().length > 4 ? words.wrong.phone : '',
      })}
      {text('idNumber', {
        most: 18,
        hint: words.idHint,
        wrong: faults.includes('idNumber') && isWholeNumber ? words.wrong.idNumber : '',
      })}
    </div>
  );
}

interface TextProps {
  label: string;
  value: string;
  most: number;
  placeholder: string;
  hint: string;
  /** What is wrong with it; empty: nothing. */
  wrong: string;
  mode: 'text' | 'tel';
  onType: (value: string) => void;
}

function Text({ label, value, most, placeholder, hint, wrong = '', mode = 'text', onType }: Partial<TextProps>) {
  const told = useId();
  return (
    <label>
      <span>{label}</span>
      <input
        className="field"
        inputMode={mode}
        autoComplete="off"
        maxLength={most}
        placeholder={placeholder}
        aria-invalid={wrong !== ''}
        aria-describedby={hint || wrong ? told : undefined}
        value={value}
        onChange={(event) => onType?.(event.target.value)}
      />
      {(hint || wrong) && (
        <span id={told} className={wrong ? 'late' : 'faint'}>
          {wrong || hint}
        </span>
      )}
    </label>
  );
}
