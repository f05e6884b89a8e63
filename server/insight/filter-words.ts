// A filter in words, for the head of a file: the same that the page's sentence says.
import type { Catalogue } from '../catalogue.ts';
import type { AlertFilter } from '../flow/alerts/model.ts';
import type { Names } from '../kernel/names.ts';

export type Language = keyof Names;

const LEVELS: Record<string, Names> = {
  red: { zh: '红色', en: 'red' },
  orange: { zh: '橙色', en: 'orange' },
  yellow: { zh: '黄色', en: 'yellow' },
  blue: { zh: '蓝色', en: 'blue' },
};
const CLASSES: Record<string, Names> = {
  discovery: { zh: '主动发现', en: 'discovery' },
  entitlement: { zh: '需求预警', en: 'entitlement' },
  change: { zh: '动态管理', en: 'change' },
  policy: { zh: '政策落实', en: 'policy' },
};
const STATES: Record<AlertFilter['state'], Names> = {
  open: { zh: '未办结', en: 'open' },
  ended: { zh: '已结束', en: 'ended' },
  closed: { zh: '已办结', en: 'closed' },
  lapsed: { zh: '已解除或撤销', en: 'resolved or cancelled' },
  all: { zh: '全部状态', en: 'all states' },
};
const CASE_STATES: Record<string, Names> = {
  open: { zh: '未办结', en: 'open' },
  closed: { zh: '已办结', en: 'closed' },
  resolved: { zh: '已解除', en: 'resolved' },
  cancelled: { zh: '已撤销', en: 'cancelled' },
};

export const levelName = (level: string, language: Language) => LEVELS[level]?.[language] ?? level;
export const className = (name: string, language: Language) => CLASSES[name]?.[language] ?? name;
export const stateName = (state: string, language: Language) => CASE_STATES[state]?.[language] ?? state;

/** `吉林省，未办结，红色、橙色，规则：…`; what is not narrowed is left out, but for the state. */
export function filterWords(
  filter: AlertFilter,
  place: string,
  of: { catalogue: Catalogue; language: Language },
): string {
  const { catalogue, language } = of;
  const isChinese = language === 'zh';
  const comma = isChinese ? '、' : ', ';
  const parts = [place];
  const add = (zh: string, en: string) => parts.push(isChinese ? zh : en);
  if (filter.day) add(`${filter.day} 日终未办结`, `open at the end of ${filter.day}`);
  else parts.push(STATES[filter.state][language]);
  if (filter.subject === 'source') add('数据源的预警', 'alerts about sources');
  if (filter.severity.length > 0) parts.push(filter.severity.map((one) => levelName(one, language)).join(comma));
  if (filter.class.length > 0) parts.push(filter.class.map((one) => className(one, language)).join(comma));
  if (filter.rule) {
    const rules = [...catalogue.book.rules.map((rule) => rule.definition), ...catalogue.areaRules];
    const name = rules.find((one) => one.id === filter.rule)?.names[language] ?? filter.rule;
    add(`规则：${name}`, `rule: ${name}`);
  }
  if (filter.cause) {
    const name = catalogue.book.causes.find((one) => one.id === filter.cause)?.label[language] ?? filter.cause;
    add(`原因：${name}`, `cause: ${name}`);
  }
  if (filter.source) {
    const name = catalogue.contracts.find((one) => one.dataset === filter.source)?.title[language] ?? filter.source;
    add(`来源：${name}`, `source: ${name}`);
  }
  const span = (from: string | undefined, until: string | undefined) => `${from ?? ''}–${until ?? ''}`;
  if (filter.from || filter.until)
    add(`${span(filter.from, filter.until)} 发出`, `raised ${span(filter.from, filter.until)}`);
  if (filter.endedFrom || filter.endedUntil)
    add(`${span(filter.endedFrom, filter.endedUntil)} 结束`, `ended ${span(filter.endedFrom, filter.endedUntil)}`);
  return parts.join(isChinese ? '，' : '; ');
}
