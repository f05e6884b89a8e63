// Chinese first, English second; every text in both. A feature's words are one dictionary whose English must fit its Chinese.
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

export type Language = 'zh' | 'en';
export interface Words<T> {
  zh: T;
  en: T;
}

const KEY = 'shouwang.language';

/** Declares a dictionary; a text missing in English does not compile. */
export function defineWords<T>(words: { zh: T; en: NoInfer<T> }): Words<T> {
  return words;
}

const LanguageContext = createContext<{ language: Language; setLanguage: (language: Language) => void }>({
  language: 'zh',
  setLanguage: () => undefined,
});

function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(rememberedLanguage);
  useEffect(() => {
    // Chosen in another tab: all tabs of one person speak one language.
    const onStorage = (event: StorageEvent) => {
      if (event.key === KEY || event.key === null) setLanguage(rememberedLanguage());
    };
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = language === 'zh' ? '守望' : 'Shouwang';
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // private browsing: the choice lasts for this page
    }
  }, [language]);
  return <LanguageContext value={{ language, setLanguage }}>{children}</LanguageContext>;
}

export function useLanguage() {
  return useContext(LanguageContext);
}

export function useWords<T>(words: Words<T>): T {
  return words[useContext(LanguageContext).language];
}
