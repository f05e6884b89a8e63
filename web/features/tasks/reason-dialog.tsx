// A reason in the words of tasks.
import { useWords } from '../../ui/language.tsx';
import { ReasonDialog as Asking } from '../../ui/reason-dialog.tsx';
import { taskWords } from './words.ts';

interface ReasonDialogProps {
  title: string;
  hint?: string;
  /** The first day that can be picked; without it no day is asked for. */
  firstDay?: string;
  onSend: (reason: string, day: string) => void;
  onClose: () => void;
}

export function ReasonDialog({ title, hint, firstDay, onSend, onClose }: ReasonDialogProps) {
  const words = useWords(taskWords);
  return (
    <Asking
      title={title}
      hint={hint ?? words.reasonHint}
      send={words.send}
      {...(firstDay !== undefined && { day: { label: words.extendUntil, first: firstDay } })}
      onSend={onSend}
      onClose={onClose}
    />
  );
}
