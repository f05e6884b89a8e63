// 句式筛选 of the log: which days, whose doing, what, on what, where.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { areasQuery } from '../../api/areas.ts';
import { actionText, actionWords } from '../../ui/action-words.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { type AuditAsked, auditActionsQuery, PERIODS } from './queries.ts';
import { auditWords } from './words.ts';

const PROVINCE = '22';
const SUBJECTS = [
  'household',
  'person',
  'alert',
  'task',
  'visit',
  'user',
  'key',
  'rule',
  'source',
  'batch',
  'station',
  'audit',
];

interface AuditFilterProps {
  asked: AuditAsked;
  onChange: (values: Partial<AuditAsked>) => void;
}

export function AuditFilter({ asked, onChange }: AuditFilterProps) {
  const { language } = useLanguage();
  const words = useWords(auditWords);
  const { subjects } = useWords(actionWords);
  const known = useQuery(auditActionsQuery).data ?? [];
  const areas = useQuery(areasQuery(PROVINCE)).data ?? [];
  const actions = known.includes(asked.action) || !asked.action ? known : [...known, asked.action];
  const [kind = '', id = ''] = asked.subject.split(':');
  return (
    <div className="sentence-filter">
      <span>{words.lead}</span>
      <Picker
        label={words.period}
        value={asked.period}
        choices={PERIODS.map((value) => ({ value, name: words.periods[value] }))}
        onPick={(period) => onChange({ period: period as AuditAsked['period'] })}
      />
      {asked.period === 'days' && (
        <>
          <DayField label={words.from} value={asked.from} onChange={(from) => onChange({ from })} />
          <span>{words.until}</span>
          <DayField label={words.until} value={asked.until} onChange={(until) => onChange({ until })} />
        </>
      )}
      <Picker
        label={words.area}
        value={asked.area}
        choices={[{ value: '', name: words.anyArea }, ...areas.map((one) => ({ value: one.code, name: one.name }))]}
        onPick={(area) => onChange({ area })}
      />
      <TextField label={words.actorHint} value={asked.actor} onChange={(actor) => onChange({ actor })} />
      <span>{words.did}</span>
      <Picker
        label={words.action}
        value={asked.action}
        choices={[
          { value: '', name: words.anyAction },
          ...actions.map((value) => ({ value, name: actionText(value, language) })),
        ]}
        onPick={(action) => onChange({ action })}
      />
      {id ? (
        <span className="chip-list">
          <span>
            {words.only(subjects[kind] ?? kind, id.length > 12 ? `${id.slice(0, 8)}…` : id)}{' '}
            <button type="button" className="link-button" onClick={() => onChange({ subject: '' })}>
              {words.clear}
            </button>
          </span>
        </span>
      ) : (
        <Picker
          label={words.subject}
          value={kind}
          choices={[
            { value: '', name: words.anySubject },
            ...(kind && !SUBJECTS.includes(kind) ? [kind, ...SUBJECTS] : SUBJECTS).map((value) => ({
              value,
              name: subjects[value] ?? value,
            })),
          ]}
          onPick={(subject) => onChange({ subject })}
        />
      )}
    </div>
  );
}

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      type="date"
      className="picker"
      aria-label={label}
      value={value}
      onChange={(event) => event.target.value && onChange(event.target.value)}
    />
  );
}

/** Asked when the field is left or Enter is pressed: a half-typed username is nobody's. */
function TextField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const send = () => text.trim() !== value && onChange(text.trim());
  return (
    <input
      type="search"
      className="field list-search"
      aria-label={label}
      placeholder={label}
      maxLength={80}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value === '' && value !== '') onChange('');
      }}
      onBlur={send}
      onKeyDown={(event) => event.key === 'Enter' && send()}
    />
  );
}
