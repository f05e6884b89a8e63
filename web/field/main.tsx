// The phone's entry: styles, providers, the keeper of its data, and the worker that opens it without a network.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Boundary } from '../ui/boundary.tsx';
import { LanguageProvider } from '../ui/language.tsx';
import { followTheme } from '../ui/theme.ts';
import { ToastProvider } from '../ui/toast.tsx';
import { Entrance } from './entrance.tsx';
import { makeKeeper } from './keeper.ts';
import { registerWorker } from './register-worker.ts';
import { readTypeSize, showTypeSize } from './type-size.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/parts.css';
import '../features/visits/visits.css';
import './field.css';
import './list.css';

followTheme();
showTypeSize(readTypeSize());
const keeper = makeKeeper();
registerWorker(() => keeper.read().kind !== 'open');

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <LanguageProvider>
      <ToastProvider>
        <Boundary>
          <Entrance keeper={keeper} />
        </Boundary>
      </ToastProvider>
    </LanguageProvider>
  </StrictMode>,
);
