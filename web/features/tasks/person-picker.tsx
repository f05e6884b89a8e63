// One person for several tasks: those who serve the first of them, with what they have in hand.
import { useQuery } from '@tanstack/react-query';
import type { QueueRow } from '../../../server/flow/tasks/model.ts';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { CoordinatorChoice } from './coordinator-choice.tsx';
import { taskQuery } from './queries.ts';
import { taskWords } from './words.ts';

interface PersonPickerProps {
  tasks: readonly QueueRow[];
  chosenId: string | undefined;
  onChoose: (id: string) => void;
}

export function PersonPicker({ tasks, chosenId, onChoose }: PersonPickerProps) {
  const words = useWords(taskWords);
  const first = tasks[0];
  const task = useQuery({ ...taskQuery(first?.id ?? ''), enabled: first !== undefined });
  if (task.isPending) return <Skeleton lines={3} />;
  if (!task.data) return <Failed what={words.task} error={task.error} onRetry={() => void task.refetch()} />;
  if (task.data.coordinators.length === 0) return <p className="panel-note">{words.noCoordinators}</p>;
  return (
    <CoordinatorChoice
      coordinators={task.data.coordinators}
      holderId={tasks.length === 1 ? (first?.assignee?.id ?? null) : null}
      chosenId={chosenId ?? ''}
      onChoose={onChoose}
    />
  );
}
