// 走到哪步: found, dispatched, visited, confirmed, helped. A red ring is stuck.
import type { TaskState } from '../../server/flow/tasks/model.ts';

const REACHED: Record<TaskState, number> = {
  waiting: 1,
  returned: 1,
  dispatched: 1,
  assigned: 2,
  accepted: 2,
  submitted: 3,
  confirmed: 4,
  closed: 4,
  cancelled: 0,
};
const STEP = 17;

export function Chain({ state }: { state: TaskState }) {
  const reached = REACHED[state];
  return (
    <svg className="chain" width={80} height={14} aria-hidden="true" focusable="false">
      <line x1={5} y1={7} x2={5 + 4 * STEP} y2={7} stroke="var(--line)" strokeWidth={2} />
      {reached > 0 && <line x1={5} y1={7} x2={5 + reached * STEP} y2={7} stroke="var(--pine)" strokeWidth={2} />}
      {[0, 1, 2, 3, 4].map((step) => {
        const isNext = step === reached && reached > 0;
        const ring = isNext ? (state === 'returned' ? 'var(--red)' : 'var(--pine)') : 'var(--edge)';
        return step < reached ? (
          <circle key={step} cx={5 + step * STEP} cy={7} r={4.2} fill="var(--pine)" />
        ) : (
          <circle
            key={step}
            cx={5 + step * STEP}
            cy={7}
            r={3.8}
            fill="var(--surface)"
            stroke={ring}
            strokeWidth={isNext ? 2.2 : 1}
          />
        );
      })}
    </svg>
  );
}
