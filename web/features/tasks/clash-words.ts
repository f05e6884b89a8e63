import { defineWords } from '../../ui/language.tsx';

export const clashWords = defineWords({
  zh: {
    title: '合起来看',
    holds: '以这个为准',
    open: '没有人选过',
    ifConfirmed: '情况还没选定。现在确认，就按答这件任务的那一次入户记。',
    comma: '、',
    gap: '　',
    waits: (who: string) => `等${who}选`,
    chosen: (who: string, when: string) => `${who} ${when} 选定`,
    other: (who: string, day: string) => `${who}，${day}`,
    leads: '怎么来的',
  },
  en: {
    title: 'Taken together',
    holds: 'This holds',
    open: 'nobody has chosen',
    ifConfirmed: 'The finding is not chosen yet. Confirmed now, it is that of the visit that answered the task.',
    comma: ', ',
    gap: ' · ',
    waits: (who) => `waits for ${who} to choose`,
    chosen: (who, when) => `chosen by ${who}, ${when}`,
    other: (who, day) => `${who}, ${day}`,
    leads: 'How it came',
  },
});
