// The page's name in the browser's tab, its history and the heading of a print.
import { useEffect } from 'react';
import { useWords } from './language.tsx';
import { ui } from './words.ts';

export function usePageTitle(title: string): void {
  const { product } = useWords(ui);
  useEffect(() => {
    document.title = title ? `${title} · ${product}` : product;
    return () => {
      document.title = product;
    };
  }, [title, product]);
}
