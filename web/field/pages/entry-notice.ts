// What the server has said of an entry, in a sentence. Pure.
import type { Entry } from '../../offline/outbox.ts';
import type { Language } from '../../ui/language.tsx';
import type { fieldWords } from '../words.ts';
import type { leadWords } from './lead-words.ts';

type FieldWords = (typeof fieldWords)['zh'];
type LeadWords = (typeof leadWords)['zh'];

/** The server writes one text as “中文 / English”; a reader gets their half, or all of it when there is only one. */
function inLanguage(text: string, language: Language): string {
  const halves = text.split(' / ');
  return halves.length === 2 ? (halves[language === 'zh' ? 0 : 1] ?? text) : text;
}

/** What sort of thing it is, in words. */
export function kindOf(kind: Entry['kind'], words: FieldWords, leads: LeadWords): string {
  return kind === 'lead' || kind === 'choose' ? leads.kinds[kind] : words.kinds[kind];
}

export function noticeOf(
  { answer, kind }: Entry,
  words: FieldWords,
  leads: LeadWords,
  language: Language,
): string | null {
  if (!answer) return null;
  if (answer.clashes?.length) return leads.clashes(answer.clashes.length);
  if (answer.keptBecause === 'joined') return leads.joined(answer.task?.assignee ?? words.someoneElse);
  if (answer.outcome === 'kept' && answer.keptBecause)
    return words.kept[answer.keptBecause](answer.task?.assignee ?? words.someoneElse);
  if (answer.outcome !== 'needs-you') return null;
  const faults = answer.errors.map((error) => inLanguage(error.detail, language)).join(' ');
  const said = faults || inLanguage(answer.detail ?? '', language);
  const refused = kind === 'lead' || kind === 'choose' ? leads.refused[kind] : words.refused[kind];
  return `${refused} ${said}`.trim();
}
