// What the list says: its filter, its order, how far.
import { defineWords } from '../../ui/language.tsx';

export const listWords = defineWords({
  zh: {
    filter: '筛选',
    filterCount: (count: number) => (count > 0 ? `筛选（${count}）` : '筛选'),
    village: '村',
    reason: '原因',
    urgency: '急缓',
    anyReason: '各种原因',
    anyUrgency: '不分急缓',
    today: '今天要去的',
    order: '先后',
    byUrgency: '按急缓排',
    byDistance: '按远近排',
    found: (count: number, all: number) => `${all} 户里找到 ${count} 户。`,
    locating: '正在看您在哪里。',
    notLocated: '没定到位置，先按急缓排。到开阔的地方再试，或在手机设置里允许定位。',
    locateAgain: '再定一次',
    needsPlace: '先看看您在哪里，才知道远近。位置只留在手机里。',
    locate: '看我在哪里',
    parts: { near: '从近到远', unplaced: '还不知道在哪里' },
    away: (text: string) => `直线约 ${text}`,
    metres: (metres: number) => `${metres} 米`,
    kilometres: (kilometres: string) => `${kilometres} 公里`,
    tasks: (count: number) => `${count} 件事`,
    more: (count: number) => `再看 ${count} 户`,
    alsoHere: '这一户还有',
    comma: '，',
  },
  en: {
    filter: 'Filter',
    filterCount: (count) => (count > 0 ? `Filter (${count})` : 'Filter'),
    village: 'Village',
    reason: 'Reason',
    urgency: 'Urgency',
    anyReason: 'Any reason',
    anyUrgency: 'Any urgency',
    today: 'To do today',
    order: 'Order',
    byUrgency: 'Most urgent',
    byDistance: 'Nearest',
    found: (count, all) => `${count} of ${all} households.`,
    locating: 'Looking where you are.',
    notLocated:
      'Your place was not found; the most urgent stand first. Try again in the open, or allow it in the phone’s settings.',
    locateAgain: 'Try again',
    needsPlace: 'How far they are depends on where you are. Your place stays on the phone.',
    locate: 'Find my place',
    parts: { near: 'Nearest first', unplaced: 'Place not known yet' },
    away: (text) => `${text} in a straight line`,
    metres: (metres) => `${metres} m`,
    kilometres: (kilometres) => `${kilometres} km`,
    tasks: (count) => `${count} tasks`,
    more: (count) => `${count} more`,
    alsoHere: 'At this household also',
    comma: ', ',
  },
});

/** `120 米`, `3.4 公里`. */
export function distanceText(metres: number, words: (typeof listWords)['zh']): string {
  if (metres < 1_000) return words.metres(metres);
  return words.kilometres(metres < 10_000 ? (metres / 1_000).toFixed(1) : String(Math.round(metres / 1_000)));
}
