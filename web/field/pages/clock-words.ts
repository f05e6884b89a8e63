// What the phone says of its own clock, and of itself when it was reported lost.
import { defineWords } from '../../ui/language.tsx';

export const clockWords = defineWords({
  zh: {
    behind: (by: string) => `这部手机的时间慢了${by}。记录按系统的时间记，不受影响；请在手机设置里打开“自动设置时间”。`,
    ahead: (by: string) => `这部手机的时间快了${by}。记录按系统的时间记，不受影响；请在手机设置里打开“自动设置时间”。`,
    days: (count: number) => ` ${count} 天`,
    hours: (count: number) => ` ${count} 小时`,
    minutes: (count: number) => ` ${count} 分钟`,
    lost: '这部手机已清空',
    lostHint: '它已报失，或账号已停用，上面的户和没送出的记录都已清除。要再用，请联系乡镇，再重新登录。',
  },
  en: {
    behind: (by) =>
      `This phone’s clock is${by} slow. What you record is dated by the service, so nothing goes wrong; please set the time to automatic in the phone’s settings.`,
    ahead: (by) =>
      `This phone’s clock is${by} fast. What you record is dated by the service, so nothing goes wrong; please set the time to automatic in the phone’s settings.`,
    days: (count) => ` ${count} ${count === 1 ? 'day' : 'days'}`,
    hours: (count) => ` ${count} ${count === 1 ? 'hour' : 'hours'}`,
    minutes: (count) => ` ${count} minutes`,
    lost: 'This phone was wiped',
    lostHint:
      'It was reported lost, or the account was closed: the households and the unsent records on it are gone. To use it again, ask the township and sign in anew.',
  },
});
