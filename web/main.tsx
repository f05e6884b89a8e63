// The browser's entry: styles, providers, routes.
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { Router } from './routes/router.tsx';
import { LanguageProvider } from './ui/language.tsx';
import { ToastProvider } from './ui/toast.tsx';
import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LanguageProvider>
        <ToastProvider>
          <Router />
        </ToastProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
