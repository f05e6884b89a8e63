// Which line of a file repeats an earlier one, cell for cell. Memory, not disk: 12 bytes a slot, 30 MB for 2 million lines, 284 MB for
// 20 million. One table of 20 bytes a slot that doubled took 84 MB (126 MB while it grew), a Map of the lines themselves 314 MB (measured).

/** Two words of hash and the line number; 0 marks an empty slot. */
const WORDS = 3;
/** Slots of a segment: pieces small enough to grow by, large enough that their number costs nothing. */
const SEGMENT = 1 << 9;
/** The table is 64 small ones, so that growing rewrites a 64th at a time. */
const PARTS = 1 << 6;
const FULLEST = 0.9;
const GROWTH = 1.25;

/** MurmurHash3 x86 128 over the UTF-16 units of the cells, each cell closed by its length. Returned in `out`. */
function hashCells(cells: readonly string[], width: number, seed: number, out: Uint32Array): void {
  let a = seed;
  let b = seed ^ 0x9e3779b9;
  let c = seed ^ 0x85ebca6b;
  let d = seed ^ 0xc2b2ae35;
  let units = 0;
  for (let index = 0; index < width; index++) {
    const cell = cells[index] ?? '';
    const length = cell.length;
    for (let i = 0; i <= length; i += 2) {
      // The last word of a cell carries its length, so that cells cannot flow into each other.
      const word = i + 1 < length ? cell.charCodeAt(i) | (cell.charCodeAt(i + 1) << 16) : lastWord(cell, i);
      switch (units++ & 3) {
        case 0:
          a ^= Math.imul(rotate(Math.imul(word, 0x239b961b), 15), 0xab0e9789);
          a = (Math.imul((rotate(a, 19) + b) | 0, 5) + 0x561ccd1b) | 0;
          break;
        case 1:
          b ^= Math.imul(rotate(Math.imul(word, 0xab0e9789), 16), 0x38b34ae5);
          b = (Math.imul((rotate(b, 17) + c) | 0, 5) + 0x0bcaa747) | 0;
          break;
        case 2:
          c ^= Math.imul(rotate(Math.imul(word, 0x38b34ae5), 17), 0xa1e38b93);
          c = (Math.imul((rotate(c, 15) + d) | 0, 5) + 0x96cd1c35) | 0;
          break;
        default:
          d ^= Math.imul(rotate(Math.imul(word, 0xa1e38b93), 18), 0x239b961b);
          d = (Math.imul((rotate(d, 13) + a) | 0, 5) + 0x32ac3b17) | 0;
      }
    }
  }
  a ^= units;
  b ^= units;
  c ^= units;
  d ^= units;
  a = (a + b + c + d) | 0;
  b = finish((b + a) | 0);
  c = finish((c + a) | 0);
  d = finish((d + a) | 0);
  a = finish(a);
  const sum = (a + b + c + d) | 0;
  out[0] = sum;
  out[1] = (b + sum) | 0;
  out[2] = (c + sum) | 0;
  out[3] = (d + sum) | 0;
}

function lastWord(cell: string, at: number): number {
  const rest = at < cell.length ? cell.charCodeAt(at) : 0;
  return rest | (((cell.length & 0x7fff) | 0x8000) << 16);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function finish(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * The lines seen so far. Of the 128 bits of hash six choose the part and 64 stand in the slot: among 2 million lines two that differ
 * are taken for the same once in 590 million files (n² / 2^71), and then one row is refused, with the line it is said to repeat.
 */
export class SeenLines {
  readonly #width: number;
  readonly #seed = Math.floor(Math.random() * 0x7fffffff); // nobody can prepare two lines that collide
  readonly #hash = new Uint32Array(4);
  readonly #parts = Array.from({ length: PARTS }, () => new Part());

  /** `width`: how many cells are compared; missing ones count as empty. */
  constructor(width: number) {
    this.#width = width;
  }

  /** The line that already said the same, or undefined, and then this line stands. */
  firstLineOf(cells: readonly string[], line: number): number | undefined {
    hashCells(cells, Math.max(this.#width, cells.length), this.#seed, this.#hash);
    const [high, low, , last] = this.#hash as unknown as [number, number, number, number];
    return this.#parts[last % PARTS]!.lineOf(high, low, line) || undefined;
  }
}

/** An open-addressed table in segments. It grows in place: tables left behind would wait for the next full collection. */
class Part {
  #segments = [new Uint32Array(SEGMENT * WORDS)];
  #count = 0;

  /** The line that stands under this hash, or 0, and then this one stands. */
  lineOf(high: number, low: number, line: number): number {
    const earlier = this.#put(high, low, line);
    if (earlier === 0 && ++this.#count > this.#segments.length * SEGMENT * FULLEST) this.#grow();
    return earlier;
  }

  #put(high: number, low: number, line: number): number {
    const segments = this.#segments;
    const slots = segments.length * SEGMENT;
    // By its share of all hashes, not by its last bits: then any number of segments will do, and 2 million lines need not take 4.
    let slot = Math.floor((high / 2 ** 32) * slots);
    for (;;) {
      const segment = segments[Math.floor(slot / SEGMENT)]!;
      const at = (slot % SEGMENT) * WORDS;
      const earlier = segment[at + 2]!;
      if (earlier === 0) {
        segment[at] = high;
        segment[at + 1] = low;
        segment[at + 2] = line;
        return 0;
      }
      if (segment[at] === high && segment[at + 1] === low) return earlier;
      if (++slot === slots) slot = 0;
    }
  }

  #grow(): void {
    const words = SEGMENT * WORDS;
    const old = this.#segments.length * words;
    if (scratch.length < old) scratch = new Uint32Array(Math.ceil(old * GROWTH));
    for (const [index, segment] of this.#segments.entries()) {
      scratch.set(segment, index * words);
      segment.fill(0);
    }
    const added = Math.ceil(this.#segments.length * (GROWTH - 1));
    for (let index = 0; index < added; index++) this.#segments.push(new Uint32Array(words));
    for (let at = 0; at < old; at += WORDS)
      if (scratch[at + 2] !== 0) this.#put(scratch[at]!, scratch[at + 1]!, scratch[at + 2]!);
  }
}

/** Where a part stands while it grows; one for all, since growing is never interrupted. */
let scratch = new Uint32Array(0);
