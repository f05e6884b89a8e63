// What is said of a faulty expression, in both languages. Every text says what to write instead, where there is such a thing.
import type { Bilingual } from '../indicators/definition.ts';
import type { ValueType } from './expression.ts';

const TYPES: Record<ValueType, Bilingual> = {
  flag: { zh: '是非值', en: 'a yes-or-no value' },
  money: { zh: '金额', en: 'an amount of money' },
  plain: { zh: '数值', en: 'a number' },
  zero: { zh: '零', en: 'zero' },
};

export const faults = {
  syntax: (found: string): Bilingual =>
    found
      ? {
          zh: `语法有误：此处不应出现“${found}”，或其后不完整`,
          en: `syntax error: "${found}" is not expected here, or what follows it is incomplete`,
        }
      : { zh: '语法有误：表达式不完整', en: 'syntax error: the expression is incomplete' },
  reserved: (found: string): Bilingual => ({ zh: `语法有误：${found}`, en: `syntax error: ${found}` }),
  tooLong: (limit: number): Bilingual => ({
    zh: `表达式过长，最多${limit}个字符`,
    en: `the expression is too long: at most ${limit} characters`,
  }),
  unknownName: (name: string, nearest?: string): Bilingual => ({
    zh: nearest ? `没有名为“${name}”的指标、标准或参数，是否指“${nearest}”？` : `没有名为“${name}”的指标、标准或参数`,
    en: nearest
      ? `no indicator, standard or parameter is called "${name}": did you mean "${nearest}"?`
      : `no indicator, standard or parameter is called "${name}"`,
  }),
  notAllowed: (what: string): Bilingual => ({
    zh: `规则表达式不支持“${what}”；可用：&& || ! 比较 + - * / 三元 括号 has() 数字 true false 名称`,
    en: `"${what}" is not part of the rule language; it has && || ! comparisons + - * / ?: parentheses has() numbers true false and names`,
  }),
  has: (): Bilingual => ({
    zh: 'has()的括号里只能是一个指标或标准的名称',
    en: 'has() takes the name of one indicator or standard',
  }),
  number: (): Bilingual => ({
    zh: '数字过大：绝对值不得超过一千万亿',
    en: 'the number is too large: at most 1e15 either way',
  }),
  wanted: (wanted: ValueType, got: ValueType): Bilingual => ({
    zh: `此处应为${TYPES[wanted].zh}，实为${TYPES[got].zh}`,
    en: `${TYPES[wanted].en} is wanted here, this is ${TYPES[got].en}`,
  }),
  mixed: (left: ValueType, right: ValueType): Bilingual => ({
    zh: `${TYPES[left].zh}不能与${TYPES[right].zh}相加减、比较或并列；金额请用单位为fen的参数（元还是分要写明）`,
    en: `${TYPES[left].en} does not go together with ${TYPES[right].en}; for money use a parameter whose unit is fen, so that yuan and fen are not confused`,
  }),
  moneyTimesMoney: (): Bilingual => ({ zh: '金额不能乘以金额', en: 'money times money is no amount' }),
  dividedByMoney: (): Bilingual => ({ zh: '数值不能除以金额', en: 'a number divided by money is no amount' }),
  dividedByZero: (): Bilingual => ({ zh: '除数为零', en: 'division by zero' }),
} as const;
