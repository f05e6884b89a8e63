// Words of the page of visits that read alike.
import { defineWords } from '../../ui/language.tsx';

export const alikeWords = defineWords({
  zh: {
    page: '雷同的入户记录',
    what: '雷同的入户记录',
    lead: '看',
    of: '近九十天的',
    every: '各种雷同',
    explain: '写得一样不等于没有去：先看一看，没办结的退回重看，办结的请别人复查。定期探访不算。',
    sum: (groups: number, people: number) => `${groups} 组，涉及 ${people} 人。`,
    empty: '近九十天没有雷同的入户记录。',
    emptyKind: '近九十天没有这种雷同。',
    widen: '看各种雷同',
    choose: '先选一个县：雷同的记录按县来比。',
    area: '地区',
    kinds: {
      note: '写的话一样',
      answers: '答案一样',
      place: '同一个点',
      photo: '同一张照片',
    },
    how: {
      note: (count: number) => `${count} 户写的话一字不差`,
      answers: (count: number, answers: number) => `${count} 户的 ${answers} 个答案全一样`,
      place: (count: number) => `${count} 次入户在同一个点（一米以内），却是不同的村`,
      photo: (count: number) => `${count} 户用了同一张照片`,
    },
    newest: (count: number) => `只列最新的 ${count} 次。`,
    visits: (count: number) => `${count} 次`,
    columns: { home: '哪一户', visitor: '谁去的', when: '什么时候', outcome: '结论', state: '现在' },
    photo: (head: string) => `${head} 户的照片`,
    open: '看任务',
    ask: '请人复查',
    asked: '已要求复查，在县级待派发里。',
    look: (state: string) => `复查：${state}`,
    tabs: { alike: '雷同', looks: '复查结果' },
    looks: {
      what: '复查结果',
      explain: '办结的任务按比例抽签，由没去过的人再看一遍；县级要求复查的也列在下面，但不算在一致的比例里。',
      sum: (drawn: number, done: number, agreed: number) =>
        `抽了 ${drawn} 次，做完 ${done} 次，其中 ${agreed} 次和第一次一致。`,
      empty: '没有和第一次不一致的复查。',
      columns: { home: '哪一户', first: '第一次', second: '复查', when: '复查办结' },
      draws: '全省是怎么抽的（种子公开，谁都能照着再抽一遍）',
      draw: (from: string, until: string, picked: number, population: number) =>
        `${from}到${until}办结的 ${population} 项里抽了 ${picked} 项，种子`,
    },
  },
  en: {
    page: 'Visits that read alike',
    what: 'Visits that read alike',
    lead: 'In',
    of: 'of the last ninety days',
    every: 'all that is alike',
    explain:
      'Words that are the same do not mean that nobody went: look first. Send back what is not closed yet, and have what is closed looked at again by somebody else. Visits by the calendar are left out.',
    sum: (groups, people) =>
      `${groups} group${groups === 1 ? '' : 's'}, of ${people} ${people === 1 ? 'person' : 'people'}.`,
    empty: 'No visits of the last ninety days read alike.',
    emptyKind: 'None of the last ninety days are alike in this.',
    widen: 'Show all that is alike',
    choose: 'Choose a county first: visits are compared county by county.',
    area: 'Area',
    kinds: { note: 'Same words', answers: 'Same answers', place: 'Same spot', photo: 'Same photo' },
    how: {
      note: (count) => `${count} households in the very same words`,
      answers: (count, answers) => `${count} households with the same ${answers} answers`,
      place: (count) => `${count} visits on one spot, within a metre, yet of different villages`,
      photo: (count) => `${count} households with the same photo`,
    },
    newest: (count) => `Only the newest ${count} are listed.`,
    visits: (count) => `${count} visit${count === 1 ? '' : 's'}`,
    columns: { home: 'Household', visitor: 'Who went', when: 'When', outcome: 'Found', state: 'Now' },
    photo: (head) => `Photo of the household of ${head}`,
    open: 'Task',
    ask: 'Look again',
    asked: 'A second look is asked for; it waits at the county to be given.',
    look: (state) => `second look: ${state}`,
    tabs: { alike: 'Alike', looks: 'Second looks' },
    looks: {
      what: 'What second looks found',
      explain:
        'A share of what was closed is drawn by lot and looked at again by somebody who was not there. Those that a county asked for are listed too, but not counted in the share that agrees.',
      sum: (drawn, done, agreed) =>
        `${drawn} drawn, ${done} done, of which ${agreed} ${agreed === 1 ? 'agrees' : 'agree'} with the first visit.`,
      empty: 'No second look differs from the first visit.',
      columns: { home: 'Household', first: 'First visit', second: 'Second look', when: 'Closed' },
      draws: 'How they were drawn, all over the province (the seed is open: anybody can draw again)',
      draw: (from, until, picked, population) => `${picked} of ${population} closed between ${from} and ${until}, seed`,
    },
  },
});
