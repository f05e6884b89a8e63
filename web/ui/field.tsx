// One field of a form: its name above, its hint below, and under it whatever the server found wrong with it.
import type { ReactNode } from 'react';
import { useLanguage } from './language.tsx';

interface FieldProps {
  name: string;
  hint?: string | undefined;
  /** As the server says them, in both languages. */
  faults?: readonly string[];
  /** The control itself. */
  children: ReactNode;
}

export function Field({ name, hint, faults = [], children }: FieldProps) {
  return (
    <div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is the child */}
      <label>
        <span>{name}</span>
        {children}
      </label>
      {hint && <span className="form-hint">{hint}</span>}
      <Faults faults={faults} />
    </div>
  );
}

export function Faults({ faults }: { faults: readonly string[] }) {
  const { language } = useLanguage();
  return faults.map((detail) => (
    <span key={detail} className="form-fault" role="alert">
      {detail.split(' / ')[language === 'zh' ? 0 : 1] ?? detail}
    </span>
  ));
}
