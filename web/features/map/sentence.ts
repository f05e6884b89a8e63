// 今日一句话: what the figures say, made from templates; every number is a link to its rows. Pure.
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import type { Language } from '../../ui/language.tsx';
import { rankChildren } from './figures.ts';

export type Target =
  | { to: 'list' }
  | { to: 'severity'; value: string }
  | { to: 'overdue' }
  | { to: 'area'; value: string };
export interface Part {
  text: string;
  target?: Target;
  tone?: 'late' | 'blind';
}
export interface SentenceInput {
  map: Pick<AlertMap, 'total' | 'severities' | 'overdue' | 'children' | 'sources'>;
  state: 'open' | 'ended' | 'all';
  language: Language;
}

const STATES = {
  zh: { open: '未办结', ended: '已结束', all: '预警共' },
  en: { open: 'open', ended: 'ended', all: 'in all' },
};

function blindParts(sources: SentenceInput['map']['sources'], language: Language): Part[] {
  const blind = sources.filter((source) => source.isBlind);
  if (blind.length === 0) return [{ text: language === 'zh' ? '各来源都在期内。' : ' All sources are in time.' }];
  const names = blind.map((source) => {
    const until = source.month ? formatDay(source.month, language) : null;
    if (language === 'zh') return `${source.title.zh}（${until ? `只到${until}` : '还没来过'}）`;
    return `${source.title.en} (${until ? `only up to ${until}` : 'never came'})`;
  });
  return [
    { text: language === 'zh' ? '看不见' : ' Blind to ', tone: 'blind' },
    {
      text:
        language === 'zh'
          ? `${names.join('、')}：不等于没有风险。`
          : `${names.join(', ')}: that is not the same as no risk.`,
    },
  ];
}

/** The sentence in parts; the page turns targets into links. */
export function sentenceOf({ map, state, language }: SentenceInput): Part[] {
  const isChinese = language === 'zh';
  const parts: Part[] = [];
  const say = (text: string) => parts.push({ text });
  if (isChinese) {
    say(`${STATES.zh[state]} `);
    parts.push({ text: `${formatCount(map.total)} 条`, target: { to: 'list' } });
  } else {
    parts.push({ text: `${formatCount(map.total)} alerts`, target: { to: 'list' } });
    say(` ${STATES.en[state]}`);
  }
  if (map.severities.red > 0) {
    say(isChinese ? '，其中红色 ' : ', of them red ');
    parts.push({
      text: isChinese ? `${formatCount(map.severities.red)} 条` : formatCount(map.severities.red),
      target: { to: 'severity', value: 'red' },
    });
  }
  if (map.overdue > 0) {
    say(isChinese ? '；' : '; ');
    const text = isChinese
      ? `${formatCount(map.overdue)} 户过了期限`
      : `${formatCount(map.overdue)} households overdue`;
    parts.push({ text, target: { to: 'overdue' }, tone: 'late' });
  }
  const worst = rankChildren(map.children, 'count').filter((child) => child.total > 0);
  if (worst.length > 1) {
    say(isChinese ? '。最多的是' : '. Most are in ');
    worst.slice(0, 3).forEach((child, index) => {
      if (index > 0) say(isChinese ? '、' : ', ');
      parts.push({ text: `${child.name} ${formatCount(child.total)}`, target: { to: 'area', value: child.code } });
    });
  }
  say(isChinese ? '。' : '.');
  return [...parts, ...blindParts(map.sources, language)];
}
