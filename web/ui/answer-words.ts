import { defineWords } from './language.tsx';

export const answerWords = defineWords({
  zh: {
    answers: '问答',
    outcomeCode: '情况',
    cause: '原因',
    instead: (who: string, said: string) => `${who}说的是：${said}`,
    count: (answers: number, corrections: number) =>
      `　${answers} 题${corrections > 0 ? `，改了 ${corrections} 处数据` : ''}`,
    gone: (id: string) => `已不再问的一题（${id}）`,
    asLast: (day: string) => `和上次（${day}）一样，一次点过`,
    confirmed: (day: string) => `与到${day}的数据一致`,
    corrected: (value: string, day: string) => `到${day}的数据是 ${value}`,
  },
  en: {
    answers: 'Answers',
    outcomeCode: 'Finding',
    cause: 'Cause',
    instead: (who, said) => `${who} said: ${said}`,
    count: (answers, corrections) =>
      `: ${answers} answered${corrections > 0 ? `, ${corrections} of the data corrected` : ''}`,
    gone: (id) => `A question no longer asked (${id})`,
    asLast: (day) => `as last time (${day}), said by one tap`,
    confirmed: (day) => `agrees with the data up to ${day}`,
    corrected: (value, day) => `the data up to ${day} said ${value}`,
  },
});
