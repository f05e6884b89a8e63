// A button that does something on the server. While nothing can be reached it stays where it is, cannot be pressed, and says why.
import type { ButtonHTMLAttributes } from 'react';
import { useConnection } from '../api/connection.ts';
import { useWords } from './language.tsx';
import { ui } from './words.ts';

/** Why acts are off now; nothing while they are on. For acts that are no buttons, such as keys. */
export function useOfflineReason(): string | undefined {
  const { isOffline } = useConnection();
  const words = useWords(ui);
  return isOffline ? words.offlineAct : undefined;
}

export function ActButton({ disabled, title, className = 'button', ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  const reason = useOfflineReason();
  return (
    <button
      type="button"
      className={className}
      {...rest}
      disabled={disabled || reason !== undefined}
      title={reason ?? title}
    />
  );
}
