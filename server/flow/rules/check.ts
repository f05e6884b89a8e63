// Makes a rule out of its definition: expressions checked, messages held to the names they may use. Every fault is told at once.
import type { Bilingual } from '../indicators/definition.ts';
import { kindsOf, sourcesOf } from '../indicators/definition.ts';
import type { RuleDefinition } from './definition.ts';
import {
  type Catalogue,
  type CheckedExpression,
  type ExpressionFault,
  type Vocabulary,
  vocabularyOf,
} from './expression.ts';
import { faults } from './faults.ts';
import { FORMATS, placeholdersOf } from './messages.ts';
import { nearestName } from './nearest.ts';
import { checkExpression } from './typecheck.ts';

/** A rule ready to be compiled and evaluated. */
export interface Rule {
  readonly id: string;
  readonly definition: RuleDefinition;
  readonly when: CheckedExpression;
  readonly thresholds: Readonly<Record<string, CheckedExpression>>;
  /** The indicators and standards it names anywhere: what a finding keeps the values of. */
  readonly names: readonly string[];
  /** The monthly sources it rests on: blind when one of them is late. */
  readonly sources: readonly string[];
}

/** A fault with the place in the definition (JSON pointer), and in the expression where there is one. */
export interface RuleFault extends Partial<Omit<ExpressionFault, 'message'>> {
  readonly pointer: string;
  readonly message: Bilingual;
}

export type RuleCheck = { readonly ok: Rule } | { readonly faults: readonly RuleFault[] };

/** Checks a definition of sound shape against the catalogue and the causes known; never throws. */
export function checkRule(definition: RuleDefinition, catalogue: Catalogue, causes: ReadonlySet<string>): RuleCheck {
  const found: RuleFault[] = [];
  const vocabulary = vocabularyOf(catalogue, definition.params);
  const expression = (source: string, pointer: string, wanted: 'flag' | 'number') => {
    const checked = checkExpression(source, vocabulary, wanted);
    if ('ok' in checked) return checked.ok;
    found.push(...checked.faults.map((fault) => ({ ...fault, pointer })));
    return undefined;
  };
  const when = expression(definition.when, '/when', 'flag');
  const thresholds: Record<string, CheckedExpression> = {};
  for (const [name, source] of Object.entries(definition.thresholds)) {
    const checked = expression(source, `/thresholds/${name}`, 'number');
    if (checked) thresholds[name] = checked;
  }
  if (!causes.has(definition.cause)) found.push({ pointer: '/cause', message: unknownCause(definition.cause, causes) });
  found.push(...eventFaults(definition, catalogue), ...messageFaults(definition, vocabulary, catalogue));
  found.push(...exampleFaults(definition, vocabulary));
  if (!when || found.length > 0) return { faults: found };
  const names = namesOf(definition, vocabulary, [when, ...Object.values(thresholds)]);
  return { ok: { id: definition.id, definition, when, thresholds, names, sources: ruleSources(names, catalogue) } };
}

function namesOf(definition: RuleDefinition, vocabulary: Vocabulary, expressions: CheckedExpression[]): string[] {
  const inMessages = placeholdersOf(definition.messages.zh).flatMap(({ name }) =>
    vocabulary.has(name) && vocabulary.get(name)?.of !== 'params' ? [name] : [],
  );
  const inEvent = definition.event ? [definition.event.indicator] : [];
  return [...new Set([...expressions.flatMap((one) => one.names), ...inMessages, ...inEvent])];
}

function ruleSources(names: readonly string[], { indicators }: Catalogue): string[] {
  return [...new Set(names.flatMap((name) => (indicators.has(name) ? sourcesOf(indicators, name) : [])))];
}

function eventFaults({ event }: RuleDefinition, { indicators }: Catalogue): RuleFault[] {
  if (!event) return [];
  if (!indicators.has(event.indicator)) {
    const nearest = nearestName(event.indicator, indicators.keys());
    return [
      {
        pointer: '/event/indicator',
        message: faults.unknownName(event.indicator, nearest),
        ...(nearest && { nearest }),
      },
    ];
  }
  const kinds = kindsOf(indicators, event.indicator);
  const strange = [event.kind].flat().filter((kind) => !kinds.includes(kind));
  if (strange.length === 0) return [];
  const message = {
    zh: `指标“${event.indicator}”不依据“${strange.join('、')}”类事实，只依据：${kinds.join('、')}`,
    en: `${event.indicator} does not rest on facts of kind ${strange.join(', ')}, only on ${kinds.join(', ')}`,
  };
  return [{ pointer: '/event/kind', message }];
}

// Both languages must say the same things, and only things a finding keeps.
function messageFaults(definition: RuleDefinition, vocabulary: Vocabulary, catalogue: Catalogue): RuleFault[] {
  const known = new Set([
    ...vocabulary.keys(),
    ...Object.keys(definition.thresholds).map((name) => `threshold.${name}`),
    ...[...catalogue.indicators.keys()]
      .flatMap((id) => sourcesOf(catalogue.indicators, id))
      .map((name) => `month.${name}`),
    'as_of',
    ...(definition.event ? ['event.on_date'] : []),
  ]);
  const found: RuleFault[] = [];
  for (const field of ['messages', 'plain'] as const) {
    for (const language of ['zh', 'en'] as const) {
      const pointer = `/${field}/${language}`;
      const template = definition[field][language];
      if (/[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))) {
        found.push({ pointer, message: { zh: '花括号不成对', en: 'a brace has no partner' } });
      }
      for (const { name, format } of placeholdersOf(template)) {
        const nearest = known.has(name) ? undefined : nearestName(name, known);
        if (!known.has(name))
          found.push({ pointer, message: faults.unknownName(name, nearest), ...(nearest && { nearest }) });
        if (!(FORMATS as readonly string[]).includes(format)) {
          const message = { zh: `没有“${format}”格式`, en: `there is no format ${format}` };
          found.push({ pointer, message });
        }
      }
    }
    const said = (language: 'zh' | 'en') =>
      [...new Set(placeholdersOf(definition[field][language]).map((one) => one.name))].sort().join(' ');
    if (said('zh') !== said('en')) {
      const message = { zh: '中英文所引用的数值不一致', en: 'the two languages do not name the same values' };
      found.push({ pointer: `/${field}`, message });
    }
  }
  return found;
}

function exampleFaults({ examples }: RuleDefinition, vocabulary: Vocabulary): RuleFault[] {
  return (['fires', 'silent'] as const).flatMap((list) =>
    examples[list].flatMap((row, index) =>
      Object.keys(row).flatMap((name): RuleFault[] => {
        const meaning = vocabulary.get(name);
        if (meaning && meaning.of !== 'params') return [];
        const nearest = nearestName(name, vocabulary.keys());
        return [
          {
            pointer: `/examples/${list}/${index}`,
            message: faults.unknownName(name, nearest),
            ...(nearest && { nearest }),
          },
        ];
      }),
    ),
  );
}

function unknownCause(cause: string, causes: ReadonlySet<string>): Bilingual {
  const list = [...causes].join(', ');
  return { zh: `没有“${cause}”这一原因；可用：${list}`, en: `there is no cause ${cause}; there are ${list}` };
}
