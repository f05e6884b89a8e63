// COPY into a table, in pieces of text: memory stays flat however many lines there are, and every failure reaches the caller.
import type { Writable } from 'node:stream';
import { clientOf, type Transaction } from './client.ts';

/** Bytes of a piece. 16 KB to 4 MB took the same time (measured), and large pieces take their size three times over. */
const PIECE = 1 << 16;

/** The lines of one table on their way. While it is open nothing else can be said on the connection; `close` frees it. */
export class CopyInto {
  readonly #tx: Transaction;
  readonly #table: string;
  #piece = Buffer.allocUnsafe(2 * PIECE);
  #used = 0;
  #out: Writable | undefined;
  #failure: Error | undefined;
  #reject: (error: Error) => void = () => {};

  constructor(tx: Transaction, table: string) {
    this.#tx = tx;
    this.#table = table;
  }

  /** Adds a line, its cells written by `copyCell` and parted by tabs. Look at `isFull` after it. */
  add(line: string): void {
    const most = this.#used + line.length * 3 + 1;
    if (most > this.#piece.length) {
      const larger = Buffer.allocUnsafe(most + PIECE);
      this.#piece.copy(larger, 0, 0, this.#used);
      this.#piece = larger;
    }
    this.#used += this.#piece.write(line, this.#used);
    this.#piece[this.#used++] = 10;
  }

  /** A piece is gathered: time to `send`. */
  get isFull(): boolean {
    return this.#used >= PIECE;
  }

  /** Sends what is gathered, at the pace of the other side. */
  async send(): Promise<void> {
    if (this.#used === 0) return;
    const out = this.#out ?? (await this.#open());
    // The one buffer serves every piece: postgres.js has copied it by the time it calls back.
    await this.#until((done) => out.write(this.#piece.subarray(0, this.#used), (error) => error ?? done()));
    this.#used = 0;
  }

  /** Sends the rest and ends this COPY; the next line begins another. */
  async close(): Promise<void> {
    await this.send();
    const out = this.#out;
    if (!out) return;
    await this.#until((done) => {
      out.once('finish', done);
      out.end();
    });
    this.#out = undefined;
  }

  /** Ends it without its lines: the transaction can only be rolled back. A COPY left open would not even let it be. */
  abort(): void {
    this.#out?.destroy(new Error('stopped on the way'));
    this.#out = undefined;
  }

  async #open(): Promise<Writable> {
    const query = clientOf(this.#tx)`copy ${clientOf(this.#tx)(this.#table)} from stdin`;
    const out = await query.writable();
    const fail = (error: Error) => {
      this.#failure ??= error;
      this.#reject(this.#failure);
    };
    out.on('error', fail);
    // What PostgreSQL refuses once the last byte is on its way (a full disk, a value) postgres.js tells only the query, which has
    // long been answered by the stream: 'finish' would be waited for without end.
    (query as unknown as { reject(error: Error): void }).reject = fail;
    this.#out = out;
    return out;
  }

  async #until(act: (done: () => void) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#reject = reject;
      act(resolve);
    });
  }
}
