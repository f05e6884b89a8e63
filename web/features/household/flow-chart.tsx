// The policy's flow drawn from the table of moves, with this household's task on it.
import type { TaskState } from '../../../server/flow/tasks/model.ts';
import { useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { type Edge, edgesOf, hasPassed, type Node, nodesOf } from './flow.ts';
import { householdWords } from './words.ts';

const COLUMN = 132;
const LEFT = 56;
const TOP = 50;
const BELOW = 98;
/** Below a state's word and its time, where lines downwards begin. */
const UNDER = 44;
const RADIUS = 8;

const NODES = nodesOf();
const EDGES = edgesOf();

const xOf = (node: Node) => LEFT + node.column * COLUMN;
const yOf = (node: Node) => TOP + node.row * BELOW;
const nodeOf = (state: TaskState) => NODES.find((node) => node.state === state) as Node;

/** The line of a move, and where its word stands. */
function lineOf({ from, to, shape }: Edge): { path: string; x: number; y: number } {
  const [start, end] = [nodeOf(from), nodeOf(to)];
  const [x1, y1, x2, y2] = [xOf(start), yOf(start), xOf(end), yOf(end)];
  const middle = (x1 + x2) / 2;
  if (shape === 'straight') return { path: `M${x1 + 11} ${y1}H${x2 - 13}`, x: middle, y: y1 - 8 };
  if (shape === 'over') {
    const height = y1 - 18 - Math.abs(x2 - x1) / 14;
    return { path: `M${x1} ${y1 - 11}C${x1} ${height} ${x2} ${height} ${x2} ${y2 - 13}`, x: middle, y: height + 4 };
  }
  if (shape === 'back')
    return {
      path: `M${x1 - 4} ${y1 + 11}C${x1 - 8} ${y1 + 34} ${x2 + 8} ${y2 + 34} ${x2 + 4} ${y2 + 13}`,
      x: middle,
      y: y1 + 42,
    };
  if (end.row === 1) {
    // Beside the line: at its upper end where it leans right, at its lower where it leans left.
    const share = x1 < x2 ? 0.35 : 0.8;
    const [x, y] = [x1 + (x2 - x1) * share + 12, y1 + UNDER + (y2 - 13 - y1 - UNDER) * share + 2];
    return { path: `M${x1} ${y1 + UNDER}L${x2} ${y2 - 13}`, x, y };
  }
  return { path: `M${x1 - 12} ${y1 - 3}L${x2} ${y2 + UNDER}`, x: middle - 8, y: (y1 + y2 + UNDER) / 2 };
}

const CLEAREST = ['straight', 'back', 'aside', 'over'];

/** One word a move, at the line that leaves most room for it; of several alike at the last. */
const LABELLED = new Set(
  [...new Set(EDGES.map((edge) => edge.move))].map((move) =>
    EDGES.filter((edge) => edge.move === move)
      .reverse()
      .sort((a, b) => CLEAREST.indexOf(a.shape) - CLEAREST.indexOf(b.shape))
      .at(0),
  ),
);

export function FlowChart({ state, times }: { state: TaskState; times: Partial<Record<TaskState, string>> }) {
  const common = useWords(ui);
  const words = useWords(householdWords);
  const width = Math.max(...NODES.map(xOf)) + LEFT + 8;
  return (
    <figure className="flow-chart">
      <svg
        viewBox={`0 0 ${width} ${TOP + BELOW + 34}`}
        role="img"
        aria-label={`${words.flow}: ${common.taskStates[state]}`}
      >
        <defs>
          <marker id="flow-arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0L8 4L0 8z" fill="var(--edge)" />
          </marker>
        </defs>
        {EDGES.map((edge) => {
          const { path, x, y } = lineOf(edge);
          const isBack = edge.shape === 'back' || (edge.shape === 'aside' && nodeOf(edge.to).row === 1);
          return (
            <g key={`${edge.move}${edge.from}`}>
              <path d={path} className={isBack ? 'flow-line is-back' : 'flow-line'} markerEnd="url(#flow-arrow)" />
              {LABELLED.has(edge) && (
                <text x={x} y={y} className="flow-move" textAnchor={edge.shape === 'aside' ? 'start' : 'middle'}>
                  {words.moves[edge.move]}
                </text>
              )}
            </g>
          );
        })}
        {NODES.map((node) => {
          const isNow = node.state === state;
          const isPassed = hasPassed(state, node.state);
          const kind = isNow ? 'is-now' : isPassed ? 'is-passed' : '';
          return (
            <g key={node.state}>
              <circle cx={xOf(node)} cy={yOf(node)} r={RADIUS} className={`flow-node ${kind}`} />
              <text x={xOf(node)} y={yOf(node) + 24} className={isNow ? 'flow-state is-now' : 'flow-state'}>
                {common.taskStates[node.state]}
              </text>
              {times[node.state] && (
                <text x={xOf(node)} y={yOf(node) + 39} className="flow-time">
                  {times[node.state]}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <figcaption className="faint">{words.flowHint}</figcaption>
    </figure>
  );
}
