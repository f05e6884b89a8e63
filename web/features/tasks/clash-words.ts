import { defineWords } from '../../ui/language.tsx';

export const clashWords = defineWords({
  zh: {
    title: '两份说的不一样',
    colon: '：',
    waits: (who: string) => `等${who}选`,
    chosen: (who: string, when: string) => `${who} ${when} 选定`,
    by: (who: string) => `${who}写的`,
    other: (who: string, day: string) => `${who}，${day}`,
    leads: '怎么来的',
  },
  en: {
    title: 'Two things are said',
    colon: ': ',
    waits: (who) => `waits for ${who} to choose`,
    chosen: (who, when) => `chosen by ${who}, ${when}`,
    by: (who) => `written by ${who}`,
    other: (who, day) => `${who}, ${day}`,
    leads: 'How it came',
  },
});
