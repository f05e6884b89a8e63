// Fills the placeholders of a rule's message: {wages.last_3_months|yuan}, {params.drop|percent}, {threshold.line|yuan},
// {month.wages|month}, {as_of|date}, {event.on_date|date}. What is unknown is said to be unknown.
import type { Bilingual } from '../indicators/definition.ts';
import { evaluateNumber, type Row } from './evaluate.ts';
import type { CheckedExpression } from './expression.ts';

export type Language = keyof Bilingual;

export const FORMATS = ['yuan', 'number', 'percent', 'date', 'month', 'yesno'] as const;
export type Format = (typeof FORMATS)[number];

export interface Placeholder {
  readonly name: string;
  readonly format: string;
}

/** What a message may say besides the values of its finding. */
export interface MessageContext {
  /** Indicators and standards by name, money in fen; absent or null is unknown. */
  readonly values: Row;
  /** YYYY-MM-DD */
  readonly asOf: string;
  /** YYYY-MM-01 by source. */
  readonly dataMonths: Readonly<Record<string, string | null>>;
  /** The day of the fact that set an event rule off. */
  readonly eventOn?: string;
}

export interface MessageRule {
  readonly params: Readonly<Record<string, { readonly value: number }>>;
  readonly thresholds: Readonly<Record<string, CheckedExpression>>;
}

const PLACEHOLDER = /\{([^{}|]*)(?:\|([^{}|]*))?\}/g;

/** The placeholders of a template in order; a format left out is `number`. */
export function placeholdersOf(template: string): Placeholder[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name = '', format = 'number']) => ({
    name: name.trim(),
    format: format.trim(),
  }));
}

/** The template with every placeholder filled; one that is not known to the rule is said to be unknown, never left in. */
export function renderMessage(
  template: string,
  rule: MessageRule,
  context: MessageContext,
  language: Language,
): string {
  const told = template.replace(PLACEHOLDER, (_, name: string, format = 'number') =>
    writeValue(lookUp(name.trim(), rule, context), format.trim() as Format, language),
  );
  // YAML folds the end of a line into a space, which Chinese does not want behind its punctuation.
  return language === 'zh' ? told.replace(/([，。；：、]) +/g, '$1') : told;
}

function lookUp(name: string, rule: MessageRule, context: MessageContext): number | string | null | undefined {
  const [family = '', word = ''] = name.split('.');
  if (name === 'as_of') return context.asOf;
  if (name === 'event.on_date') return context.eventOn;
  if (family === 'month') return context.dataMonths[word];
  if (family === 'params') return rule.params[word]?.value;
  if (family !== 'threshold') return context.values[name];
  const threshold = rule.thresholds[word];
  return threshold && evaluateNumber(threshold, context.values);
}

const WORDS = {
  unknown: { zh: '未知', en: 'unknown' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
} as const;

function writeValue(value: number | string | null | undefined, format: Format, language: Language): string {
  if (value === null || value === undefined) return WORDS.unknown[language];
  if (typeof value === 'string') return writeDay(value, format, language);
  switch (format) {
    case 'yuan': {
      const fen = Math.floor(value + 0.5);
      const digits = fen % 100 === 0 ? 0 : 2;
      const yuan = grouped(fen / 100, digits, digits);
      return language === 'zh' ? `${yuan}元` : `${yuan} yuan`;
    }
    case 'percent':
      return `${grouped(value * 100, 0, 1)}%`;
    case 'yesno':
      return value === 0 ? WORDS.no[language] : WORDS.yes[language];
    default:
      return grouped(value, 0, 2);
  }
}

function writeDay(day: string, format: Format, language: Language): string {
  const [year, month, date] = day.split('-').map(Number);
  if (format === 'month') return language === 'zh' ? `${year}年${month}月` : day.slice(0, 7);
  return language === 'zh' ? `${year}年${month}月${date}日` : day.slice(0, 10);
}

function grouped(value: number, atLeast: number, atMost: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: atLeast, maximumFractionDigits: atMost });
}
