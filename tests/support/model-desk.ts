// The server of the field as a value in memory: the second reading that phones are tried against by the hundred.
import type { ChangeAnswer, FieldTask } from '../../server/field/model.ts';
import type { UploadDoors } from '../../web/offline/upload.ts';
import type { Desk } from './phones.ts';

interface Declared {
  id: string;
  bytes: number;
  sha256: string;
}
type State = FieldTask['state'];
export interface ModelTask {
  id: string;
  state: State;
  holder: string | null;
}

const IN_HAND: readonly State[] = ['assigned', 'accepted'];
const SEEN: readonly State[] = [...IN_HAND, 'submitted', 'confirmed'];

export class ModelDesk implements Desk {
  readonly tasks: ModelTask[];
  readonly visits = new Map<string, string>();
  readonly kept = new Map<string, string>();
  /** How often anything was written under each id. */
  readonly writes = new Map<string, number>();
  /** Photos by id: what was declared of each, and what has arrived. */
  readonly photos = new Map<string, { holder: string; bytes: number; sha256: string; content: Uint8Array }>();
  /** How often each came to be whole. */
  readonly wholes = new Map<string, number>();
  readonly #taken = new Map<string, ChangeAnswer>();
  readonly #now: string;

  constructor(ids: readonly string[], holders: readonly string[], now: Date) {
    this.tasks = ids.map((id, at) => ({ id, state: 'assigned', holder: holders[at % holders.length]! }));
    this.#now = now.toISOString();
  }

  /** What the county and the township do meanwhile. */
  act(what: 'give' | 'cancel' | 'confirm' | 'ask-again', task: ModelTask, to: string): void {
    if (what === 'give' && ['assigned', 'accepted', 'returned', 'waiting'].includes(task.state))
      Object.assign(task, { state: 'assigned', holder: to });
    if (what === 'cancel' && IN_HAND.includes(task.state)) task.state = 'cancelled';
    if (what === 'confirm' && task.state === 'submitted') task.state = 'closed';
    if (what === 'ask-again' && task.state === 'submitted') task.state = 'accepted';
  }

  /** The doors of tus as a value: bytes are added only at the offset where it stands. */
  uploads(holder: string): Omit<UploadDoors, 'now'> {
    const find = (id: string) => {
      const photo = this.photos.get(id);
      if (photo?.holder !== holder) throw new Error('not-found');
      return photo;
    };
    return {
      begin: async ({ id }) => find(id).content.length,
      ask: async ({ id }) => (this.photos.has(id) ? find(id).content.length : null),
      sendPiece: async ({ id }, offset, piece) => {
        const photo = find(id);
        if (offset !== photo.content.length) throw new Error('elsewhere');
        if (offset + piece.length > photo.bytes) throw new Error('too-large');
        photo.content = Buffer.concat([photo.content, piece]);
        if (photo.content.length === photo.bytes) this.wholes.set(id, (this.wholes.get(id) ?? 0) + 1);
        return photo.content.length;
      },
      refusalOf: (error) => ((error as Error).message === 'elsewhere' ? 'elsewhere' : 'refused'),
      wordsOf: (error) => (error as Error).message,
    };
  }

  async send(holder: string, changes: Parameters<Desk['send']>[1]) {
    return { now: this.#now, items: changes.map((change) => this.#take(holder, change)) };
  }

  #take(holder: string, change: Parameters<Desk['send']>[1][number]): ChangeAnswer {
    const known = this.#taken.get(change.id);
    if (known) return { ...known, again: true };
    const task = this.tasks.find((one) => one.id === change.taskId)!;
    const outcome = this.#apply(holder, change, task);
    for (const { id, bytes, sha256 } of (change.body as { attachments?: Declared[] }).attachments ?? [])
      this.photos.set(id, { holder, bytes, sha256, content: new Uint8Array() });
    const isMine = task.holder === holder;
    const answer: ChangeAnswer = {
      ...{ id: change.id, outcome, again: false, keptBecause: outcome === 'kept' ? 're-assigned' : null },
      ...{ code: null, detail: null, errors: [], task: { state: task.state, assignee: task.holder, isMine } },
    };
    if (outcome !== 'needs-you') this.#taken.set(change.id, answer);
    return answer;
  }

  #apply(holder: string, { id, kind }: { id: string; kind: string }, task: ModelTask): ChangeAnswer['outcome'] {
    const isInHand = task.holder === holder && IN_HAND.includes(task.state);
    if (kind === 'visit') {
      (isInHand ? this.visits : this.kept).set(id, task.id);
      this.writes.set(id, (this.writes.get(id) ?? 0) + 1);
      if (isInHand) task.state = 'submitted';
      return isInHand ? 'applied' : 'kept';
    }
    if (kind === 'accept' && task.holder === holder && task.state !== 'assigned' && task.state !== 'cancelled')
      return 'applied';
    if (!isInHand) return 'needs-you';
    Object.assign(task, kind === 'accept' ? { state: 'accepted' } : { state: 'returned', holder: null });
    return 'applied';
  }

  async fetch(holder: string, cursor: string) {
    const mine = this.tasks.filter((task) => task.holder === holder && SEEN.includes(task.state));
    const marks = mine.map((task) => `${task.id}:${task.state}`);
    const known = new Set(cursor.split(' '));
    return {
      ...{ now: this.#now, user: { id: holder, name: holder }, isRehearsal: true, words: null },
      ...{ cursor: marks.join(' '), ids: mine.map((task) => task.id) },
      items: mine.filter((_, at) => !known.has(marks[at]!)).map((task) => fieldTaskOf(task, this.#now)),
    };
  }
}

function fieldTaskOf({ id, state }: ModelTask, at: string): FieldTask {
  return {
    ...{
      id,
      state,
      kind: 'help',
      asKind: 'help',
      routine: null,
      severity: 'orange',
      areaCode: '222405105201',
      place: '龙井市 智新镇 某村',
    },
    ...{ openedAt: at, dispatchDueAt: at, visitDueAt: at, confirmDueAt: at, notice: null, returnReason: null },
    ...{ head: '某', address: null, members: [], reasons: [], visits: [], form: null, known: {}, attempts: [] },
    ...{ householdKey: null, location: null },
  };
}
