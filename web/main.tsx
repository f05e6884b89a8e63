// The browser's entry: styles, providers, routes.
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { Router } from './routes/router.tsx';
import { Boundary } from './ui/boundary.tsx';
import { LanguageProvider } from './ui/language.tsx';
import { followTheme } from './ui/theme.ts';
import { ToastProvider } from './ui/toast.tsx';
import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';
import './ui/desk-parts.css';
import './ui/print.css';

// After an update the old page asks for files that are gone: load the new page, once.
const RELOADED = 'shouwang.reloaded';
addEventListener('vite:preloadError', () => {
  if (!navigator.onLine || sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, 'yes');
  location.reload();
});
setTimeout(() => sessionStorage.removeItem(RELOADED), 60_000);

followTheme();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LanguageProvider>
        <ToastProvider>
          <Boundary>
            <Router />
          </Boundary>
        </ToastProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
