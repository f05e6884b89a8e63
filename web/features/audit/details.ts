// An entry's details in words: what changed from what to what, why, how many. Whatever has no words is shown as it stands. Pure.

import { actionWords } from '../../ui/action-words.ts';
import type { Language } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { auditWords } from './words.ts';

type Details = Record<string, unknown>;

/** Lists longer than this are told by their number. */
const MOST_LISTED = 3;

const isRecord = (value: unknown): value is Details =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function valueText(name: string, value: unknown, language: Language): string {
  const words = auditWords[language];
  if (value === null || value === '') return words.nothing;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) {
    if (value.length === 0) return words.nothing;
    if (value.length > MOST_LISTED || value.some(isRecord)) return words.count(value.length);
    return value.map(String).join(language === 'zh' ? '、' : ', ');
  }
  if (isRecord(value)) return detailsInWords(value, language).join(language === 'zh' ? '，' : ', ');
  const text = String(value);
  if (name === 'role') return roleWords[language].roles[text] ?? text;
  if (name === 'action') return actionWords[language].actions[text] ?? text;
  return words.values[text] ?? text;
}

/** One phrase a fact, in the order in which they were written down. */
export function detailsInWords(details: Details, language: Language): string[] {
  const words = auditWords[language];
  return Object.entries(details).flatMap(([name, value]): string[] => {
    if (name === 'changed' && isRecord(value))
      return Object.entries(value).map(([field, change]) => {
        const { from, to } = (isRecord(change) ? change : {}) as { from?: unknown; to?: unknown };
        return words.changed(
          words.fields[field] ?? field,
          valueText(field, from, language),
          valueText(field, to, language),
        );
      });
    if (isRecord(value) && Object.values(value).every((one) => one === undefined)) return [];
    if (value === undefined || value === false) return [];
    return [words.fact(words.fields[name] ?? name, valueText(name, value, language))];
  });
}
