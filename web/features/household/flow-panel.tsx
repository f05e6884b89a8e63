// The policy's flow with this household's task on it, and when it came to each state.
import { useQuery } from '@tanstack/react-query';
import type { TaskState } from '../../../server/flow/tasks/model.ts';
import type { CaseTask, Entry, Line } from '../../../server/household/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { FlowChart } from './flow-chart.tsx';
import { lineQuery, logQuery } from './queries.ts';
import { householdWords } from './words.ts';

const REACHED: Record<string, TaskState> = {
  'task.dispatch': 'assigned',
  'task.accept': 'accepted',
  'task.confirm': 'confirmed',
  'task.close': 'closed',
};

/** When a task came to each state last, from the log and its visits. */
export function timesOf(
  task: CaseTask,
  moves: readonly Entry[],
  visits: Line['visits'],
): Partial<Record<TaskState, string>> {
  const times: Partial<Record<TaskState, string>> = { waiting: task.openedAt };
  for (const entry of [...moves].reverse()) {
    const state = REACHED[entry.action];
    if (state && entry.subjectId === task.id) times[state] = entry.at;
  }
  const visit = visits.find((one) => one.taskId === task.id);
  if (visit) times.submitted = visit.visitedAt;
  return times;
}

export function FlowPanel({ id, task, looks }: { id: string; task: CaseTask; looks: number }) {
  const { language } = useLanguage();
  const words = useWords(householdWords);
  const now = useNow();
  const line = useQuery(lineQuery(id));
  const log = useQuery(logQuery(id, looks));
  const times = Object.fromEntries(
    Object.entries(timesOf(task, log.data?.moves ?? [], line.data?.visits ?? [])).map(([state, at]) => [
      state,
      formatDayTime(at, language, now),
    ]),
  );
  return (
    <section className="flow-panel">
      <h2>{words.flow}</h2>
      <FlowChart state={task.state} times={times} />
    </section>
  );
}
