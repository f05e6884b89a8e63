// A text file written line by line in an encoding, in large pieces. Writing waits for the disk: nothing is ever queued in memory.
import { closeSync, openSync, writeSync } from 'node:fs';
import iconv from 'iconv-lite';

const PIECE = 1 << 16;

export type Encoding = 'gb18030' | 'utf8' | 'bom';

export interface LineFile {
  add(cells: readonly string[]): void;
  close(): void;
}

/** Cells joined by commas: none of ours holds one. */
export class TextFile implements LineFile {
  readonly #file: number;
  readonly #encoding: Encoding;
  #pending = '';

  constructor(path: string, encoding: Encoding) {
    this.#file = openSync(path, 'w');
    this.#encoding = encoding;
    if (encoding === 'bom') this.#pending = '\ufeff';
  }

  add(cells: readonly string[]): void {
    this.addText(`${cells.join(',')}\n`);
  }

  addText(text: string): void {
    this.#pending += text;
    if (this.#pending.length > PIECE) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    const text = this.#pending;
    this.#pending = '';
    writeAll(this.#file, this.#encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text, 'utf8'));
  }
}

/** Writes the whole buffer, whatever the disk takes at a time. */
export function writeAll(file: number, bytes: Buffer, at?: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, at === undefined ? null : at + done);
  }
}
