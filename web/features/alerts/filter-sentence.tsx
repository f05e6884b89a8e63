// 句式筛选: the filter reads as a sentence of pickers; the same sentence heads the print. What is asked seldom comes by 加条件.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FILTER_STATES } from '../../../server/flow/alerts/model.ts';
import { dayOf } from '../../../server/kernel/clock.ts';
import type { Names } from '../../../server/kernel/names.ts';
import type { Filter } from '../../api/filter.ts';
import { useNow } from '../../api/now.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';
import { ui } from '../../ui/words.ts';
import {
  classChoices,
  namedChoices,
  periodChange,
  periodChoices,
  periodValue,
  severityChoices,
} from './filter-choices.ts';
import { alertWords } from './words.ts';

type Changed = 'area' | 'subject' | 'state' | 'severity' | 'class' | 'rule' | 'cause' | 'source';
type Days = 'from' | 'until' | 'endedFrom' | 'endedUntil';

export interface FilterSentenceProps {
  filter: Filter;
  area: { code: string; name: string };
  /** Wider areas first, then the children of the area shown. */
  wider: { code: string; name: string }[];
  children: { code: string; name: string }[];
  rules: { id: string; names: Names }[];
  sources: { dataset: string; title: Names }[];
  /** Late and unusual sources belong to the province alone. */
  hasSources: boolean;
  onChange: (change: Partial<Record<Changed | Days, string>>) => void;
}

export function FilterSentence(props: FilterSentenceProps) {
  const { filter, area, wider, children, rules, sources, hasSources, onChange } = props;
  const { language } = useLanguage();
  const words = useWords(ui);
  const { pick } = useWords(alertWords);
  const today = dayOf(useNow());
  const [isMore, setIsMore] = useState(false);
  const shows = (value: unknown) => isMore || Boolean(value);
  const outcomes = useQuery({ ...outcomesQuery, enabled: shows(filter.cause) });
  const causes = outcomes.data?.causes.map(({ code, names }) => ({ id: code, names })) ?? [];
  const areaChoices = [
    ...wider.map((one) => ({ value: one.code, name: pick.up(one.name) })),
    { value: area.code, name: area.name },
    ...children.filter((one) => one.code !== area.code).map((one) => ({ value: one.code, name: `　${one.name}` })),
  ];
  const named = sources.map(({ dataset, title }) => ({ id: dataset, names: title }));
  return (
    <>
      <span>{pick.lead}</span>
      <Picker label={pick.area} value={area.code} choices={areaChoices} onPick={(value) => onChange({ area: value })} />
      {!filter.day && (
        <Picker
          label={pick.state}
          value={filter.state}
          choices={FILTER_STATES.map((state) => ({ value: state, name: pick.states[state] }))}
          onPick={(value) => onChange({ state: value === 'open' ? '' : value })}
        />
      )}
      {hasSources && shows(filter.subject === 'source') && (
        <Picker
          label={pick.subject}
          value={filter.subject}
          choices={(['need', 'source'] as const).map((one) => ({ value: one, name: pick.subjects[one] }))}
          onPick={(value) => onChange({ subject: value === 'need' ? '' : value })}
        />
      )}
      <span>{pick.alerts}</span>
      <Picker
        label={pick.severity}
        value={filter.severity.join(',')}
        choices={severityChoices(filter, pick, words.severities)}
        onPick={(value) => onChange({ severity: value })}
      />
      <Picker
        label={pick.class}
        value={filter.class.join(',')}
        choices={classChoices(filter, pick, words.classes)}
        onPick={(value) => onChange({ class: value })}
      />
      <Picker
        label={pick.source}
        value={filter.source ?? ''}
        choices={namedChoices(filter.source, pick.allSources, named, language)}
        onPick={(value) => onChange({ source: value })}
      />
      {shows(filter.rule) && (
        <Picker
          label={pick.rule}
          value={filter.rule ?? ''}
          choices={namedChoices(filter.rule, pick.allRules, rules, language)}
          onPick={(value) => onChange({ rule: value })}
        />
      )}
      {shows(filter.cause) && (
        <Picker
          label={pick.cause}
          value={filter.cause ?? ''}
          choices={namedChoices(filter.cause, pick.allCauses, causes, language)}
          onPick={(value) => onChange({ cause: value })}
        />
      )}
      {shows(periodValue(filter)) && (
        <Picker
          label={pick.period}
          value={periodValue(filter)}
          choices={periodChoices(filter, { words: pick, language, today })}
          onPick={(value) => onChange(periodChange(value))}
        />
      )}
      {!isMore && (
        <button type="button" className="link-button filter-more no-print" onClick={() => setIsMore(true)}>
          {pick.more}
        </button>
      )}
    </>
  );
}
