// One line of news at the bottom, spoken politely by a screen reader.
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';

const ToastContext = createContext<(text: string) => void>(() => undefined);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useCallback((next: string) => {
    clearTimeout(timer.current);
    setText(next);
    timer.current = setTimeout(() => setText(''), 6_000);
  }, []);
  return (
    <ToastContext value={say}>
      {children}
      <div className="toast" role="status" aria-live="polite">
        {text}
      </div>
    </ToastContext>
  );
}

export function useToast() {
  return useContext(ToastContext);
}
