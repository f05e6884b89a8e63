// Light, dark or as the system: at once, remembered.
import { useWords } from '../../ui/language.tsx';
import { setTheme, THEMES, useTheme } from '../../ui/theme.ts';
import { ui } from '../../ui/words.ts';

export function ThemeSwitch() {
  const theme = useTheme();
  const words = useWords(ui);
  return (
    <fieldset className="language-switch" aria-label={words.theme}>
      {THEMES.map((one) => (
        <button key={one} type="button" aria-pressed={theme === one} onClick={() => setTheme(one)}>
          {words.themes[one]}
        </button>
      ))}
    </fieldset>
  );
}
