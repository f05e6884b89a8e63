// 中文 / English, remembered.
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';

export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage();
  const words = useWords(ui);
  return (
    <fieldset className="language-switch" aria-label={words.language}>
      <button type="button" lang="zh-CN" aria-pressed={language === 'zh'} onClick={() => setLanguage('zh')}>
        中文
      </button>
      <button type="button" lang="en" aria-pressed={language === 'en'} onClick={() => setLanguage('en')}>
        English
      </button>
    </fieldset>
  );
}
