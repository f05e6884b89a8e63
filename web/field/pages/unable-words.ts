// What a browser is told that cannot keep anything sealed, and what to do about it.
import { defineWords } from '../../ui/language.tsx';

export const unableWords = defineWords({
  zh: {
    title: '这里打不开。',
    plain: '这个地址没有加密（http），手机里的数据锁不住，所以不放进来。请用 https 开头的地址打开。',
    tryHttps: '改用 https 打开',
    noHttps: '还打不开，请告诉镇里：服务器前面要装证书。',
    old: '这个浏览器太旧，或开了无痕浏览，数据锁不住。请用新一点的浏览器（Chrome 80 以后），关掉无痕，再打开。',
  },
  en: {
    title: 'It cannot be opened here.',
    plain:
      'This address is not encrypted (http), so nothing could be kept safe on the phone. Open the one that begins with https.',
    tryHttps: 'Open it with https',
    noHttps: 'If that does not open either, tell the township: the server needs a certificate in front of it.',
    old: 'This browser is too old, or browses in private, and cannot keep data safe. Use a newer one (Chrome 80 or later), not in private.',
  },
});
