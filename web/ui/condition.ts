// A rule's condition in words: names become their labels, parameters and standards their values. Pure; the rule itself stays beside it.
import type { Names } from '../../server/kernel/names.ts';
import { formatPercent, formatValue } from './format.ts';
import type { Language } from './language.tsx';

interface Param {
  name: string;
  label: Names;
  unit: 'fen' | 'count' | 'ratio';
  value: number;
}

/** What a condition is read out with: a rule's own parameters, and the names it uses with what is known of them. */
export interface Explainable {
  rule: { condition: string; params: readonly Param[] };
  values: readonly {
    name: string;
    label: Names;
    unit: 'fen' | 'count' | 'ratio' | 'flag';
    value: number | null;
    kind: 'indicator' | 'standard';
  }[];
}

const SIGNS: Record<Language, [RegExp, string][]> = {
  zh: [
    [/&&/g, '，且 '],
    [/\|\|/g, '，或 '],
    [/<=/g, '≤'],
    [/>=/g, '≥'],
    [/==/g, '＝'],
    [/!=/g, '≠'],
    [/\*/g, '×'],
    [/\//g, '÷'],
  ],
  en: [
    [/&&/g, ', and '],
    [/\|\|/g, ', or '],
    [/<=/g, '≤'],
    [/>=/g, '≥'],
    [/==/g, '='],
    [/!=/g, '≠'],
    [/\*/g, '×'],
    [/\//g, '÷'],
  ],
};

/** A parameter as a person writes it, its unit apart: 200000 fen → 2,000.00 yuan, 0.5 → 50%, else the number. */
export function paramText(
  { value, unit }: Pick<Param, 'value' | 'unit'>,
  language: Language,
): { figure: string; unit: string } {
  if (unit === 'fen') return formatValue(value, unit, language);
  return { figure: value > 0 && value < 1 ? formatPercent(value) : String(Number(value.toFixed(2))), unit: '' };
}

function knownText(label: string, isKnown: boolean, language: Language): string {
  if (language === 'zh') return `${isKnown ? '' : '不'}知道${label}`;
  return `${label} ${isKnown ? 'known' : 'unknown'}`;
}

/** The condition with every known name replaced; unknown names stay as they are, so nothing is hidden. */
export function conditionInWords(why: Explainable, language: Language): string {
  const names = new Map<string, string>();
  const labels = new Map(why.values.map((value) => [value.name, value.label[language]]));
  for (const value of why.values) {
    const { figure, unit } =
      value.value === null ? { figure: '?', unit: '' } : formatValue(value.value, value.unit, language);
    const suffix = value.kind === 'standard' ? ` ${[figure, unit].filter(Boolean).join(' ')}` : '';
    names.set(value.name, `${value.label[language]}${suffix}`);
  }
  for (const param of why.rule.params) {
    const { figure, unit } = paramText(param, language);
    names.set(`params.${param.name}`, [figure, unit].filter(Boolean).join(' '));
  }
  let text = why.rule.condition
    .replace(/\s+/g, ' ')
    .replace(/(!?)has\(([\w.]+)\)/g, (_, not: string, name: string) =>
      knownText(labels.get(name) ?? name, not === '', language),
    )
    .replace(/\(1(?:\.0)? - (params\.\w+)\)/g, (whole, name: string) => {
      const param = why.rule.params.find((one) => `params.${one.name}` === name);
      return param ? formatPercent(1 - param.value) : whole;
    })
    .replace(/\b(\d+)\.0\b/g, '$1')
    .replace(/[a-z_][\w]*(?:\.[a-z_]\w*)+|\b[a-z_]\w*\b/g, (name) => names.get(name) ?? name);
  for (const [sign, word] of SIGNS[language]) text = text.replace(sign, word);
  return text
    .replace(/ +([，,])/g, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
}
