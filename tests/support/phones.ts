// Phones that are only their pure core: a value, a disk it survives on, and a network that fails as it is told.
import { createHash } from 'node:crypto';
import type { ChangesAnswer, FieldSync } from '../../server/field/model.ts';
import { makeId } from '../../web/api/make-id.ts';
import { makeAttachment, oldestSent } from '../../web/offline/attachments.ts';
import { startDraft } from '../../web/offline/draft.ts';
import { isToVisit } from '../../web/offline/list.ts';
import {
  addAttachment,
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
import { sendAttachments, type UploadDoors } from '../../web/offline/upload.ts';

/** How one request ends: well, before it arrives, after it was handled, or with the phone switched off before the answer. */
export type Ending = 'well' | 'unsent' | 'unanswered' | 'death';

/** What stands behind the phones: the pure model of a server, or the real one. */
export interface Desk {
  send(holder: string, changes: Parameters<Doors['send']>[0]): Promise<ChangesAnswer>;
  fetch(holder: string, cursor: string): Promise<FieldSync>;
  /** Where photos go; without it none are taken. */
  uploads?(holder: string): Omit<UploadDoors, 'now'>;
}

/** Bytes of one photo; no two are alike. */
const photoOf = (id: string, length: number) =>
  Uint8Array.from({ length }, (_, at) => (at < 36 ? id.charCodeAt(at) : at * 7));

class Death extends Error {}

export class SimPhone {
  readonly holder: string;
  /** Every visit that was ever finished here. */
  readonly finished: string[] = [];
  readonly #desk: Desk;
  readonly #clock: () => Date;
  #disk: string;
  /** The store of bytes: written through at once, and a store of its own. */
  readonly #bytes = new Map<string, Uint8Array>();
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
    const attachments = this.#desk.uploads ? this.#photograph(draft.id, choice % 3) : [];
    this.finished.push(draft.id);
    this.change((phone) => finishVisit(phone, { ...draft, attachments }, this.#clock()));
  }

  /** Photos of up to three pieces, each on the disk before the visit names it. */
  #photograph(visitId: string, count: number): string[] {
    return Array.from({ length: count }, (_, at) => {
      const id = makeId();
      const content = photoOf(id, 1000 + at * 90_000);
      this.#bytes.set(id, content);
      const sha256 = createHash('sha256').update(content).digest('hex');
      const of = { document: null, witness: null, place: null, look: null, width: 1600, height: 1200 };
      const declared = { ...of, kind: 'photo' as const, id, takenAt: this.#clock().toISOString(), sha256 };
      const one = makeAttachment({ ...declared, bytes: content.length }, visitId);
      this.change((phone) => addAttachment(phone, one));
      return id;
    });
  }

  /** The phone is full: the oldest photo that has arrived makes room. */
  freeOldest(): void {
    const held = this.#phone.attachments.filter((one) => this.#bytes.has(one.id));
    for (const id of oldestSent(held, 1)) this.#bytes.delete(id);
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
    const store = {
      read: () => this.#phone,
      change: async (make: (phone: Phone) => Phone) => this.change(make),
      note: async (make: (phone: Phone) => Phone) => this.change(make),
      bytes: { read: async (id: string) => this.#bytes.get(id) },
    };
    try {
      if ((await syncOnce(store, doors)) === 'done') await this.#upload(store, through);
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      this.die();
    }
  }

  async #upload(
    store: Parameters<typeof sendAttachments>[0],
    through: <T>(ask: () => Promise<T>) => Promise<T>,
  ): Promise<void> {
    const desk = this.#desk.uploads?.(this.holder);
    if (!desk) return;
    const mortal = (error: unknown) => {
      if (error instanceof Death) throw error;
      return error instanceof TypeError ? 'offline' : desk.refusalOf(error);
    };
    await sendAttachments(store, {
      ...desk,
      begin: (one) => through(() => desk.begin(one)),
      ask: (one) => through(() => desk.ask(one)),
      sendPiece: (one, offset, piece) => through(() => desk.sendPiece(one, offset, piece)),
      refusalOf: mortal,
      now: () => this.#clock().getTime(),
    });
  }
}

const diskOf = (phone: Phone) => JSON.stringify([...recordsOf(phone)]);
