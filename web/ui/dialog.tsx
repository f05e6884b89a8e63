// A native modal dialog: focus stays inside, Esc closes, focus returns.
import { type ReactNode, useEffect, useRef } from 'react';

export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  // The event comes later than the closing; by then a component mounted twice, as React does while developing, stands open again.
  const end = () => {
    if (!ref.current?.open) onClose();
  };
  return (
    <dialog ref={ref} className="dialog" aria-label={title} onClose={end}>
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
