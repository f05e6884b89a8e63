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
import './attachments/attachments.css';
import './list.css';

followTheme();
showTypeSize(readTypeSize());
const keeper = makeKeeper();
// Not while somebody writes, nor from a second page beside the one that is open: its files would be taken from under it.
const RESTING = ['signed-out', 'locked', 'wiped', 'first-password', 'unreachable'];
registerWorker(
  () => RESTING.includes(keeper.read().kind),
  (look) => void keeper.subscribe(look),
);

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
