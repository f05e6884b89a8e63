// Which line of a file repeats an earlier one, cell for cell. Memory, not disk: 20 bytes a slot, so 2 million lines take 84 MB
// (126 MB while it grows) and 20 million some 670 MB; a Map of the lines themselves takes 314 MB for 2 million (measured).

const WORDS = 5; // four of hash, one of line number
const FULLEST = 0.75;

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

/** The lines seen so far, as 128-bit hashes in an open-addressed table. */
export class SeenLines {
  readonly #width: number;
  readonly #seed = Math.floor(Math.random() * 0x7fffffff); // nobody can prepare two lines that collide
  readonly #hash = new Uint32Array(4);
  #capacity = 1 << 14;
  #table = new Uint32Array(this.#capacity * WORDS);
  #count = 0;

  /** `width`: how many cells are compared; missing ones count as empty. */
  constructor(width: number) {
    this.#width = width;
  }

  /** The line that already said the same, or undefined, and then this line stands. */
  firstLineOf(cells: readonly string[], line: number): number | undefined {
    hashCells(cells, Math.max(this.#width, cells.length), this.#seed, this.#hash);
    const slot = this.#slotOf(this.#table, this.#hash, 0);
    const earlier = this.#table[slot + 4]!;
    if (earlier !== 0) return earlier;
    this.#table.set(this.#hash, slot);
    this.#table[slot + 4] = line;
    if (++this.#count > this.#capacity * FULLEST) this.#grow();
    return undefined;
  }

  /** The slot that holds this hash, or the empty one where it belongs; a line number of 0 marks an empty slot. */
  #slotOf(table: Uint32Array, hash: Uint32Array, at: number): number {
    const last = table.length;
    let slot = (hash[at]! & (last / WORDS - 1)) * WORDS;
    while (
      table[slot + 4] !== 0 &&
      !(
        table[slot] === hash[at] &&
        table[slot + 1] === hash[at + 1] &&
        table[slot + 2] === hash[at + 2] &&
        table[slot + 3] === hash[at + 3]
      )
    ) {
      slot += WORDS;
      if (slot === last) slot = 0;
    }
    return slot;
  }

  #grow(): void {
    const old = this.#table;
    this.#capacity *= 2;
    this.#table = new Uint32Array(this.#capacity * WORDS);
    for (let slot = 0; slot < old.length; slot += WORDS) {
      if (old[slot + 4] === 0) continue;
      this.#table.set(old.subarray(slot, slot + WORDS), this.#slotOf(this.#table, old, slot));
    }
  }
}
