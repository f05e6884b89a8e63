// What the sizes of type are called.
import { defineWords } from '../../ui/language.tsx';

export const typeSizeWords = defineWords({
  zh: { title: '字的大小', sizes: { 100: '标准', 125: '大', 150: '特大' } },
  en: { title: 'Size of type', sizes: { 100: 'Normal', 125: 'Large', 150: 'Largest' } },
});
