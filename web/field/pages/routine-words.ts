// What the phone says of visits by the calendar.
import { defineWords } from '../../ui/language.tsx';

export const routineWords = defineWords({
  zh: {
    mark: '定期探访',
    why: '按期看望',
    risks: { high: '高风险，每周看一次', medium: '重点，每月看一次', low: '一般，每季看一次' },
    due: (day: string) => `${day}前要看到人`,
    last: (day: string) => `上次见到：${day}`,
    never: '还没有人见过',
    care: '照料协议',
    carer: (name: string, until: string) => `${name}照料，协议到${until}`,
    noCare: '没有照料协议，请告诉镇里',
    sayAtDoor: '进门可以说：“来看看您，最近身体怎么样，缺不缺什么。”',
  },
  en: {
    mark: 'By the calendar',
    why: 'Visited by the calendar',
    risks: {
      high: 'High risk, seen every week',
      medium: 'Key group, seen every month',
      low: 'Seen every quarter',
    },
    due: (day: string) => `To be seen by ${day}`,
    last: (day: string) => `Last seen: ${day}`,
    never: 'Nobody has seen them yet',
    care: 'Agreement of care',
    carer: (name: string, until: string) => `Looked after by ${name}, agreed until ${until}`,
    noCare: 'No agreement of care: tell the township',
    sayAtDoor: 'At the door: “I came to see how you are, and whether you need anything.”',
  },
});
