// The screen on which two values are chosen between.
import { defineWords } from '../../ui/language.tsx';

export const clashWords = defineWords({
  zh: {
    title: '选哪个对',
    question: '两边说的不一样',
    hint: '按您在门口看到的选。两份都留着，镇里都看得到。',
    mine: '您写的',
    theirs: (who: string, day: string) => `${who}，${day}`,
    send: '就这样选',
    done: '都选好了。',
  },
  en: {
    title: 'Which is right',
    question: 'Two things are said',
    hint: 'Choose by what you saw at the door. Both are kept, and the township sees both.',
    mine: 'What you wrote',
    theirs: (who, day) => `${who}, ${day}`,
    send: 'Choose these',
    done: 'All is chosen.',
  },
});
