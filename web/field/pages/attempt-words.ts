import { defineWords } from '../../ui/language.tsx';

export const attemptWords = defineWords({
  zh: {
    title: '没见到人',
    link: '去了，没见到人',
    question: '怎么没见到？',
    hint: '记下这一次，任务还在您这里，改天再去。',
    place: '您在哪里',
    note: '问过谁、打过电话没有（可不填）',
    save: '记下这一次',
    past: '去过没见到人',
    one: (when: string, why: string) => `${when}　${why}`,
    daysLeft: (days: number) => `还要在另外 ${days} 天各去一次，才能报“外出，联系不上”。`,
    noted: '记下了。改天再去一次。',
    stop: '。',
    end: (outcome: string) => `写结论：${outcome}`,
  },
  en: {
    title: 'Nobody met',
    link: 'I went, and met nobody',
    question: 'Why was nobody met?',
    hint: 'This try is noted; the task stays yours, go again another day.',
    place: 'Where you are',
    note: 'Whom you asked, whether you called (optional)',
    save: 'Note this try',
    past: 'Went and met nobody',
    one: (when, why) => `${when}: ${why}`,
    daysLeft: (days) =>
      `Go again on ${days === 1 ? 'one more day' : `${days} more days`} before saying that they cannot be reached.`,
    noted: 'Noted. Go again another day.',
    stop: '. ',
    end: (outcome) => `End with: ${outcome}`,
  },
});
