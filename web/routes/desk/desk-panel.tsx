// Composes the panel of one task: its detail, the why of each alert, and the acts.
import { useQuery } from '@tanstack/react-query';
import { outcomesQuery } from '../../api/outcomes.ts';
import { useMe } from '../../api/session.ts';
import { WhyPanel } from '../../features/alerts/why-panel.tsx';
import { LeadCard } from '../../features/leads/lead-card.tsx';
import { ToldLine } from '../../features/messages/told-line.tsx';
import { ActionBar } from '../../features/tasks/action-bar.tsx';
import { taskQuery } from '../../features/tasks/queries.ts';
import { TaskPanel } from '../../features/tasks/task-panel.tsx';
import { taskWords } from '../../features/tasks/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Failed, Skeleton } from '../../ui/states.tsx';

interface DeskPanelProps {
  id: string;
  now: Date;
  isQuiet: boolean;
  onClose: () => void;
  onDone: () => void;
}

export function DeskPanel({ id, now, isQuiet, onClose, onDone }: DeskPanelProps) {
  const me = useMe();
  const words = useWords(taskWords);
  const task = useQuery(taskQuery(id));
  const outcomes = useQuery(outcomesQuery);
  if (task.isPending) return <Skeleton lines={12} />;
  if (!task.data) return <Failed what={words.task} error={task.error} onRetry={() => void task.refetch()} />;
  return (
    <TaskPanel
      detail={task.data}
      now={now}
      outcomes={outcomes.data}
      renderWhy={(alertId) => <WhyPanel id={alertId} />}
      leads={task.data.leads.map((lead) => (
        <LeadCard key={lead.id} lead={lead} now={now} mayLink={me.actions.includes('lead.link')} />
      ))}
      told={<ToldLine taskId={id} now={now} />}
      actions={<ActionBar detail={task.data} isQuiet={isQuiet} onDone={onDone} />}
      onClose={onClose}
    />
  );
}
