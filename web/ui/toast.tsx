// One line of news at the bottom. A screen reader speaks it when it has a pause; urgent news interrupts.
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';

export type Say = (text: string, isUrgent?: boolean) => void;

const ToastContext = createContext<Say>(() => undefined);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [news, setNews] = useState({ text: '', isUrgent: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useCallback<Say>((text, isUrgent = false) => {
    clearTimeout(timer.current);
    setNews({ text, isUrgent });
    timer.current = setTimeout(() => setNews({ text: '', isUrgent: false }), isUrgent ? 12_000 : 6_000);
  }, []);
  return (
    <ToastContext value={say}>
      {children}
      <div className="toast" role="status" aria-live="polite">
        {news.isUrgent ? '' : news.text}
      </div>
      <div className="toast is-urgent" role="alert">
        {news.isUrgent ? news.text : ''}
      </div>
    </ToastContext>
  );
}

export function useToast(): Say {
  return useContext(ToastContext);
}
