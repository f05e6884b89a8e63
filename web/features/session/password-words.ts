import { defineWords } from '../../ui/language.tsx';

export const passwordWords = defineWords({
  zh: {
    title: '改密码',
    must: '密码是别人设的，先改成自己的，再开始工作。',
    own: '改好后，这个账号在别的设备上都会退出登录。',
    old: '现在的密码',
    next: '新密码',
    nextHint: '至少 10 个字符，越长越好；不能含用户名。',
    again: '再输一遍新密码',
    differs: '两遍不一样。',
    save: '改好，继续',
    saving: '正在改',
    done: '密码已改。',
  },
  en: {
    title: 'Change the password',
    must: 'Somebody else set this password: make it your own before you begin.',
    own: 'Afterwards this account is signed out on every other device.',
    old: 'Present password',
    next: 'New password',
    nextHint: 'At least 10 characters, the longer the better; without the username.',
    again: 'The new password once more',
    differs: 'The two differ.',
    save: 'Change it and go on',
    saving: 'Changing',
    done: 'The password was changed.',
  },
});
