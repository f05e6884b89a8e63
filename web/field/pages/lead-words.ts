// What the phone says of a household of one's own, and of two visits that differ, on the pages that are always there.
import { defineWords } from '../../ui/language.tsx';

export const leadWords = defineWords({
  zh: {
    start: '＋ 主动发现一户',
    startHint: '没派您去，但您看到有难处的户。',
    started: '主动发现，写了一半',
    unnamed: '还没写姓名',
    kinds: { lead: '主动发现', choose: '两份选一份' },
    refused: { lead: '没送成，服务器没收。您写的都在手机里。', choose: '没选成。' },
    joined: (who: string) => `这一户已经有任务，在${who}手里。您写的没丢，镇里看得到。`,
    clashes: (count: number) => `送到了。有 ${count} 处和别处说的不一样，请您选一下哪个对。`,
    choose: '选哪个对',
    rows: { head: '户主', village: '村', people: '几口人', phone: '电话', address: '地址' },
  },
  en: {
    start: '+ A household I found',
    startHint: 'Nobody sent you, but you see that they have it hard.',
    started: 'Found by you, half written',
    unnamed: 'no name yet',
    kinds: { lead: 'A household you found', choose: 'Choice between two' },
    refused: {
      lead: 'The server did not take it. All you wrote is on the phone.',
      choose: 'The choice was not taken.',
    },
    joined: (who) =>
      `This household has a task already, with ${who}. Nothing is lost: the township sees what you wrote.`,
    clashes: (count) =>
      count === 1
        ? 'It has arrived. In one point it differs from what others say: choose which is right.'
        : `It has arrived. In ${count} points it differs from what others say: choose which is right.`,
    choose: 'Choose which is right',
    rows: { head: 'Head', village: 'Village', people: 'People', phone: 'Phone', address: 'Address' },
  },
});
