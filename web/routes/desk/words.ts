import { defineWords } from '../../ui/language.tsx';

export const shellWords = defineWords({
  zh: {
    map: '地图',
    desk: '派发',
    sources: '来源',
    pairs: '身份',
    feedback: '反馈',
    tickets: '问题单',
    training: '训练',
    start: '首页',
    nav: '主导航',
  },
  en: {
    map: 'Map',
    desk: 'Desk',
    sources: 'Sources',
    pairs: 'Identities',
    feedback: 'Feedback',
    tickets: 'Tickets',
    training: 'Training',
    start: 'Start',
    nav: 'Main',
  },
});
