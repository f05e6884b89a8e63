// The filter of the desk, read as a sentence of pickers.
import { useQuery } from '@tanstack/react-query';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { type Choice, Picker } from '../../ui/picker.tsx';
import { type DeskFilter, LEVEL_CHOICES } from './desk-filter.ts';
import { deskWords } from './desk-words.ts';
import { reasonsQuery } from './queries.ts';
import { taskWords } from './words.ts';

interface DeskSentenceProps {
  filter: DeskFilter;
  areas: Choice[];
  /** Whose tasks alone are shown, by name. */
  holder: string | null;
  onChange: (values: Record<string, string | null>) => void;
}

export function DeskSentence({ filter, areas, holder, onChange }: DeskSentenceProps) {
  const { language } = useLanguage();
  const words = useWords(deskWords);
  const { area } = useWords(taskWords);
  const reasons = useQuery(reasonsQuery(filter.area));
  const level = filter.severity.join();
  const levels = (LEVEL_CHOICES as readonly string[]).includes(level) ? LEVEL_CHOICES : [...LEVEL_CHOICES, level];
  const known = reasons.data ?? [];
  return (
    <div className="sentence-filter">
      <span>{words.lead}</span>
      <Picker label={area} value={filter.area} choices={areas} onPick={(value) => onChange({ area: value })} />
      <Picker
        label={words.level}
        value={level}
        choices={levels.map((value) => ({
          value,
          name: words.levels[value as keyof typeof words.levels] ?? value,
        }))}
        onPick={(value) => onChange({ severity: value })}
      />
      <Picker
        label={words.reason}
        value={filter.rule}
        choices={[
          { value: '', name: words.everyReason },
          ...known.map((rule) => ({ value: rule.id, name: rule.names[language] })),
          ...(filter.rule && !known.some((rule) => rule.id === filter.rule)
            ? [{ value: filter.rule, name: filter.rule }]
            : []),
        ]}
        onPick={(value) => onChange({ rule: value })}
      />
      <span>{words.ofTasks}</span>
      <Picker
        label={words.sort}
        value={filter.sort}
        choices={[
          { value: 'urgency', name: words.sorts.urgency },
          { value: 'due', name: words.sorts.due },
        ]}
        onPick={(value) => onChange({ sort: value === 'urgency' ? null : value })}
      />
      <span>{words.sorted}</span>
      {filter.assignee && (
        <button
          type="button"
          className="pill is-on"
          title={words.everybody}
          onClick={() => onChange({ assignee: null })}
        >
          {words.only(holder ?? '…')} <span aria-hidden="true">✕</span>
        </button>
      )}
    </div>
  );
}
