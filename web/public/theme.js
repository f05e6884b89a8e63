// Sets the theme before anything is painted; web/ui/theme.ts changes it afterwards. Not in the bundle, which runs only after the first
// paint, and not inline, which the content security policy forbids. Served as it stands, so it is written for the oldest browser we serve.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('shouwang.theme');
  } catch {
    // storage is closed: as the system says
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
