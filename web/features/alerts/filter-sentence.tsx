// 句式筛选: the filter reads as a sentence of pickers; the same sentence heads the print.
import type { Names } from '../../../server/kernel/names.ts';
import type { Filter } from '../../api/filter.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { type Choice, Picker } from '../../ui/picker.tsx';
import { ui } from '../../ui/words.ts';
import { alertWords } from './words.ts';

const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;
const CLASSES = ['discovery', 'entitlement', 'change', 'policy'] as const;

export interface FilterSentenceProps {
  filter: Filter;
  area: { code: string; name: string };
  /** Wider areas first, then the children of the area shown. */
  wider: { code: string; name: string }[];
  children: { code: string; name: string }[];
  rules: { id: string; names: Names }[];
  /** Late and unusual sources belong to the province alone. */
  hasSources: boolean;
  onChange: (change: Partial<Record<'area' | 'subject' | 'state' | 'severity' | 'class' | 'rule', string>>) => void;
}

function useSeverityChoices(): Choice[] {
  const words = useWords(ui);
  const { pick } = useWords(alertWords);
  const above = (count: number) => LEVELS.slice(0, count).join(',');
  return [
    { value: '', name: pick.allSeverities },
    { value: 'red', name: words.severities.red },
    { value: above(2), name: pick.andAbove(words.severities.orange) },
    { value: above(3), name: pick.andAbove(words.severities.yellow) },
    ...LEVELS.slice(1).map((level) => ({ value: level, name: words.severities[level] })),
  ];
}

export function FilterSentence(props: FilterSentenceProps) {
  const { filter, area, wider, children, rules, hasSources, onChange } = props;
  const { language } = useLanguage();
  const words = useWords(ui);
  const { pick } = useWords(alertWords);
  const severityChoices = useSeverityChoices();
  const severity = filter.severity.join(',');
  if (!severityChoices.some((choice) => choice.value === severity))
    severityChoices.push({ value: severity, name: pick.some });
  const classes = filter.class.join(',');
  const classChoices = [
    { value: '', name: pick.allClasses },
    ...CLASSES.map((one) => ({ value: one as string, name: words.classes[one] })),
  ];
  if (!classChoices.some((choice) => choice.value === classes))
    classChoices.push({ value: classes, name: pick.someClasses });
  const areaChoices = [
    ...wider.map((one) => ({ value: one.code, name: pick.up(one.name) })),
    { value: area.code, name: area.name },
    ...children.map((one) => ({ value: one.code, name: `　${one.name}` })),
  ];
  const ruleChoices = [
    { value: '', name: pick.allRules },
    ...rules.map((rule) => ({ value: rule.id, name: rule.names[language] })),
  ];
  if (filter.rule && !rules.some((rule) => rule.id === filter.rule))
    ruleChoices.push({ value: filter.rule, name: filter.rule });
  return (
    <>
      <span>{pick.lead}</span>
      <Picker label={pick.area} value={area.code} choices={areaChoices} onPick={(value) => onChange({ area: value })} />
      <Picker
        label={pick.state}
        value={filter.state}
        choices={(['open', 'ended', 'all'] as const).map((state) => ({ value: state, name: pick.states[state] }))}
        onPick={(value) => onChange({ state: value })}
      />
      {hasSources && (
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
        value={severity}
        choices={severityChoices}
        onPick={(value) => onChange({ severity: value })}
      />
      <Picker
        label={pick.class}
        value={classes}
        choices={classChoices}
        onPick={(value) => onChange({ class: value })}
      />
      <Picker
        label={pick.rule}
        value={filter.rule ?? ''}
        choices={ruleChoices}
        onPick={(value) => onChange({ rule: value })}
      />
    </>
  );
}
