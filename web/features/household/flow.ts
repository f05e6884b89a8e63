// The policy's flow as a drawing, read out of the table of moves: where each state stands, and what leads from which to which. Pure.
import { ACTIONS, type Action } from '../../../server/access/model.ts';
import { TASK_MOVES, TASK_STATES, type TaskMove, type TaskState } from '../../../server/flow/tasks/model.ts';

export interface Node {
  state: TaskState;
  /** Its place from the left; half places are between two. */
  column: number;
  /** 0: on the way; 1: beside it. */
  row: 0 | 1;
}
export interface Edge {
  move: TaskMove;
  from: TaskState;
  to: TaskState;
  shape: 'straight' | 'over' | 'back' | 'aside';
}

/** The way of a task is its states in order; what comes after the end in their list lies beside the way. */
const END = TASK_STATES.indexOf('closed');
const isOnTheWay = (state: TaskState) => TASK_STATES.indexOf(state) <= END;

const STEPS = Object.entries(TASK_MOVES) as [TaskMove, { from: readonly TaskState[]; to: TaskState }][];

/** Every state once. One beside the way stands below those that lead to it, in the gap between two places. */
export function nodesOf(): Node[] {
  return TASK_STATES.map((state, index) => {
    if (isOnTheWay(state)) return { state, column: index, row: 0 };
    const from = STEPS.filter(([, move]) => move.to === state).flatMap(([, move]) =>
      move.from.filter(isOnTheWay).map((one) => TASK_STATES.indexOf(one)),
    );
    const middle = from.reduce((sum, one) => sum + one, 0) / Math.max(1, from.length);
    return { state, column: Math.floor(middle) + 0.5, row: 1 };
  });
}

/** Every move of the table once a state it starts from; giving a task to somebody else leaves it where it is and has no line. */
export function edgesOf(): Edge[] {
  return STEPS.flatMap(([move, { from, to }]) =>
    from.filter((one) => one !== to).map((one): Edge => ({ move, from: one, to, shape: shapeOf(one, to) })),
  );
}

function shapeOf(from: TaskState, to: TaskState): Edge['shape'] {
  if (!isOnTheWay(from) || !isOnTheWay(to)) return 'aside';
  const steps = TASK_STATES.indexOf(to) - TASK_STATES.indexOf(from);
  return steps === 1 ? 'straight' : steps > 1 ? 'over' : 'back';
}

/** The right by which each move is made; `null`: the service makes it by itself. */
const RIGHTS: Record<TaskMove, Action | null> = {
  dispatch: 'task.dispatch',
  accept: 'task.accept',
  submit: 'visit.submit',
  confirm: 'task.confirm',
  close: null,
  'hand-back': 'task.return',
  'ask-again': 'task.return',
  cancel: null,
};

export interface NextMove {
  move: TaskMove;
  roles: readonly string[];
}

/** What can happen next to a task in a state, and by whom; the moves that lead on come before those that lead back. */
export function nextMoves(state: TaskState): NextMove[] {
  const isBack = (move: TaskMove) => move === 'hand-back' || move === 'ask-again' || move === 'cancel';
  return STEPS.filter(([move, { from }]) => from.includes(state) && TASK_MOVES[move].to !== state && move !== 'close')
    .map(([move]) => ({ move, roles: rolesOf(move) }))
    .sort((a, b) => Number(isBack(a.move)) - Number(isBack(b.move)));
}

/** A handed-back task comes from whoever holds it; asking again is the township's. */
function rolesOf(move: TaskMove): readonly string[] {
  const right = RIGHTS[move];
  if (right === null) return [];
  const roles = ACTIONS[right] as readonly string[];
  return move === 'ask-again' ? roles.filter((role) => role !== 'village-coordinator') : roles;
}

/** Whether a task in `state` has been at `other`: the states before it on the way. */
export function hasPassed(state: TaskState, other: TaskState): boolean {
  if (!isOnTheWay(other) || other === 'dispatched') return false;
  const at =
    state === 'returned' ? TASK_STATES.indexOf('assigned') : state === 'cancelled' ? 1 : TASK_STATES.indexOf(state);
  return TASK_STATES.indexOf(other) < at || (state === 'closed' && other === 'closed');
}
