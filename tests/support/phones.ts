// Phones that are only their pure core: a value, a disk it survives on, and a network that fails as it is told.
import type { ChangesAnswer, FieldSync } from '../../server/field/model.ts';
import { startDraft } from '../../web/offline/draft.ts';
import { isToVisit } from '../../web/offline/list.ts';
import {
  addMove,
  EMPTY_PHONE,
  finishVisit,
  type Phone,
  readPhone,
  recordsOf,
  seeEntry,
  showAll,
} from '../../web/offline/phone.ts';
import { type Doors, syncOnce } from '../../web/offline/sync.ts';

/** How one request ends: well, before it arrives, after it was handled, or with the phone switched off before the answer. */
export type Ending = 'well' | 'unsent' | 'unanswered' | 'death';

/** What stands behind the phones: the pure model of a server, or the real one. */
export interface Desk {
  send(holder: string, changes: Parameters<Doors['send']>[0]): Promise<ChangesAnswer>;
  fetch(holder: string, cursor: string): Promise<FieldSync>;
}

class Death extends Error {}

export class SimPhone {
  readonly holder: string;
  /** Every visit that was ever finished here. */
  readonly finished: string[] = [];
  readonly #desk: Desk;
  readonly #clock: () => Date;
  #disk: string;
  #phone: Phone = EMPTY_PHONE;

  constructor(holder: string, desk: Desk, clock: () => Date) {
    [this.holder, this.#desk, this.#clock] = [holder, desk, clock];
    this.#disk = diskOf(EMPTY_PHONE);
  }

  get phone(): Phone {
    return this.#phone;
  }

  /** A change holds once it is on the disk, as in the real store. */
  change(make: (phone: Phone) => Phone): void {
    this.#phone = make(this.#phone);
    this.#disk = diskOf(this.#phone);
  }

  /** Switched off and on again: only what was on the disk is left. */
  die(): void {
    this.#phone = readPhone(new Map(JSON.parse(this.#disk) as [string, unknown][]));
  }

  /** Something done without a network, on one of the households still to visit; nothing when there is none. */
  act(what: 'accept' | 'return' | 'visit', choice: number): void {
    const open = showAll(this.#phone).filter(isToVisit);
    const chosen = open[choice % Math.max(1, open.length)];
    if (!chosen || (what === 'accept' && chosen.state !== 'assigned')) return;
    const { id } = chosen.task;
    if (what !== 'visit') {
      const body = what === 'return' ? { reason: '路不通' } : {};
      this.change((phone) => addMove(phone, { kind: what, taskId: id, household: '某', body }, this.#clock()));
      return;
    }
    const said = { outcomeCode: 'A6', cause: null, note: `第 ${this.finished.length} 次`, noPlaceReason: '没有信号' };
    const draft = { ...startDraft(id, '某', this.#clock()), ...said };
    this.finished.push(draft.id);
    this.change((phone) => finishVisit(phone, draft, this.#clock()));
  }

  /** Reads the first thing that waits for its holder. */
  look(): void {
    const first = this.#phone.outbox.find((entry) => entry.state === 'needs-you');
    if (first) this.change((phone) => seeEntry(phone, first.id));
  }

  /** One run of the sync, each request ending as told; those not told of end well. */
  async sync(endings: readonly Ending[] = []): Promise<void> {
    const left = [...endings];
    const through = async <T>(ask: () => Promise<T>): Promise<T> => {
      const ending = left.shift() ?? 'well';
      if (ending === 'unsent') throw new TypeError('no network');
      const answer = await ask();
      if (ending === 'unanswered') throw new TypeError('no answer');
      if (ending === 'death') throw new Death();
      return answer;
    };
    const doors: Doors = {
      send: (changes) => through(() => this.#desk.send(this.holder, changes)),
      fetch: (cursor) => through(() => this.#desk.fetch(this.holder, cursor)),
      refusalOf: (error) => {
        if (error instanceof Death) throw error;
        return 'offline';
      },
      now: () => this.#clock().getTime(),
    };
    const store = { read: () => this.#phone, change: async (make: (phone: Phone) => Phone) => this.change(make) };
    try {
      await syncOnce(store, doors);
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      this.die();
    }
  }
}

const diskOf = (phone: Phone) => JSON.stringify([...recordsOf(phone)]);
