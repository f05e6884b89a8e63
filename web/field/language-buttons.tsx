// 中文 / English, remembered.
import { useLanguage, useWords } from '../ui/language.tsx';
import { ui } from '../ui/words.ts';

const NAMES = { zh: '中文', en: 'English' } as const;

export function LanguageButtons() {
  const { language, setLanguage } = useLanguage();
  const words = useWords(ui);
  return (
    <fieldset className="field-languages" aria-label={words.language}>
      {(['zh', 'en'] as const).map((one) => (
        <button
          key={one}
          type="button"
          lang={one === 'zh' ? 'zh-CN' : 'en'}
          className={one === language ? 'button is-chosen' : 'button'}
          aria-pressed={one === language}
          onClick={() => setLanguage(one)}
        >
          {NAMES[one]}
        </button>
      ))}
    </fieldset>
  );
}
