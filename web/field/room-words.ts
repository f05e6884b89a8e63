// What is said of the phone's room, and of photos that follow their visit.
import { defineWords } from '../ui/language.tsx';

export const roomWords = defineWords({
  zh: {
    low: (megabytes: number) => `手机只剩 ${megabytes} MB，照片快存不下了。请先送出，或清理手机。`,
    photos: (sent: number, all: number) => `照片、签字送到 ${sent}/${all}`,
    refused: (count: number) => `有 ${count} 张没送成。`,
    lost: '它的内容不在手机里了，请告诉镇里。',
    retry: '再送一次',
  },
  en: {
    low: (megabytes) => `Only ${megabytes} MB are left on the phone: send first, or make room.`,
    photos: (sent, all) => `Photos and signatures arrived: ${sent} of ${all}`,
    refused: (count) => `${count} could not be sent.`,
    lost: 'Its content is no longer on the phone: tell the township.',
    retry: 'Send again',
  },
});
