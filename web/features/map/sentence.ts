// 今日一句话: what the figures say, made from templates; every number is a link to its rows. Pure.
import type { AlertFilter, AlertMap } from '../../../server/flow/alerts/model.ts';
import type { AlertChanges } from '../../../server/insight/model.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import type { Language } from '../../ui/language.tsx';
import { rankChildren } from './figures.ts';

export type Target =
  | { to: 'list' }
  | { to: 'severity'; value: string }
  | { to: 'overdue' }
  | { to: 'changes' }
  | { to: 'area'; value: string };
export interface Part {
  text: string;
  target?: Target;
  tone?: 'late' | 'blind';
}
export interface SentenceInput {
  map: Pick<AlertMap, 'total' | 'severities' | 'overdue' | 'children' | 'sources'>;
  state: AlertFilter['state'];
  /** A past day: what stood open at its end. */
  day?: string | undefined;
  /** Today's changes, and red alerts nobody has gone to in time. */
  changes?: Pick<AlertChanges, 'whole' | 'redLate'> | undefined;
  language: Language;
}

const STATES = {
  zh: { open: '未办结', ended: '已结束', closed: '已办结', lapsed: '已解除或撤销', all: '预警共' },
  en: { open: 'open', ended: 'ended', closed: 'closed', lapsed: 'resolved or cancelled', all: 'in all' },
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

const count = (amount: number | null, language: Language) =>
  amount === null ? (language === 'zh' ? '少于 5' : 'fewer than 5') : formatCount(amount);

/** More or fewer than at the end of the day before. */
function changeParts(whole: AlertChanges['whole'], language: Language): Part[] {
  const { raised, closed, lapsed } = whole;
  if (raised === null || closed === null || lapsed === null) return [];
  const net = raised - closed - lapsed;
  const isChinese = language === 'zh';
  if (net === 0) return [{ text: isChinese ? '，和昨天一样多' : ', as many as yesterday' }];
  const text = isChinese
    ? `${net > 0 ? '多' : '少'} ${formatCount(Math.abs(net))} 条`
    : `${formatCount(Math.abs(net))} ${net > 0 ? 'more' : 'fewer'}`;
  const parts: Part[] = [{ text: isChinese ? '，比昨天' : ', ' }, { text, target: { to: 'changes' } }];
  return isChinese ? parts : [...parts, { text: ' than yesterday' }];
}

/** Red alerts nobody has gone to in a day, and where most of them are. */
function redLateParts(redLate: AlertChanges['redLate'], language: Language): Part[] {
  if (!redLate || redLate.total === 0) return [];
  const isChinese = language === 'zh';
  const amount = count(redLate.total, language);
  const text = isChinese ? `红色 ${amount} 条过了 24 小时还没人到门` : `${amount} red without a visit after 24 hours`;
  const parts: Part[] = [
    { text: isChinese ? '。' : '. ' },
    { text, tone: 'late', target: { to: 'severity', value: 'red' } },
  ];
  redLate.areas.slice(0, 3).forEach((area, index) => {
    parts.push({ text: index > 0 ? (isChinese ? '、' : ', ') : isChinese ? '：' : ': ' });
    parts.push({ text: `${area.name} ${count(area.total, language)}`, target: { to: 'area', value: area.code } });
  });
  return parts;
}

/** The sentence in parts; the page turns targets into links. */
export function sentenceOf({ map, state, day, changes, language }: SentenceInput): Part[] {
  const isChinese = language === 'zh';
  const parts: Part[] = [];
  const say = (text: string) => parts.push({ text });
  if (day) say(isChinese ? `${formatDay(day, 'zh')}结束时，` : `At the end of ${formatDay(day, 'en')}, `);
  const shown = day ? 'open' : state;
  if (isChinese) {
    say(`${STATES.zh[shown]} `);
    parts.push({ text: `${count(map.total, 'zh')} 条`, target: { to: 'list' } });
  } else {
    parts.push({ text: `${count(map.total, 'en')} alerts`, target: { to: 'list' } });
    say(` ${STATES.en[shown]}`);
  }
  if (changes && !day && state === 'open') parts.push(...changeParts(changes.whole, language));
  const { red } = map.severities;
  if (red !== 0) {
    say(isChinese ? '，其中红色 ' : ', of them red ');
    parts.push({
      text: isChinese ? `${count(red, 'zh')} 条` : count(red, 'en'),
      target: { to: 'severity', value: 'red' },
    });
  }
  if (map.overdue) {
    say(isChinese ? '；' : '; ');
    const text = isChinese
      ? `${formatCount(map.overdue)} 户过了期限`
      : `${formatCount(map.overdue)} households overdue`;
    parts.push({ text, target: { to: 'overdue' }, tone: 'late' });
  }
  if (changes && !day) parts.push(...redLateParts(changes.redLate, language));
  const worst = rankChildren(map.children, 'count').filter((child) => (child.total ?? 0) > 0);
  if (worst.length > 1 && !changes?.redLate?.total) {
    say(isChinese ? '。最多的是' : '. Most are in ');
    worst.slice(0, 3).forEach((child, index) => {
      if (index > 0) say(isChinese ? '、' : ', ');
      parts.push({ text: `${child.name} ${count(child.total, language)}`, target: { to: 'area', value: child.code } });
    });
  }
  say(isChinese ? '。' : '.');
  return [...parts, ...blindParts(map.sources, language)];
}
