// Draws that follow from a seed alone: the same seed and place give the same numbers, on every machine. 32-bit integers throughout.

/** A well-mixed 32-bit number of up to three others (the finaliser of MurmurHash3): for decisions that need no stream. */
export function mix(a: number, b = 0, c = 0): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15) ^ c, 0x27d4eb2f);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** `mix` as a number from 0 up to, not including, 1. */
export function mixShare(a: number, b = 0, c = 0): number {
  return mix(a, b, c) / 2 ** 32;
}

/** A stream of draws (sfc32). One household has one stream for each concern, so that a new cause does not reshuffle the families. */
export class Draw {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, index: number, concern: number) {
    this.#a = mix(seed, index, concern) | 0;
    this.#b = mix(index, concern, seed) | 0;
    this.#c = mix(concern, seed, index) | 0;
    for (let i = 0; i < 4; i++) this.word();
  }

  /** A 32-bit number. */
  word(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  share(): number {
    return this.word() / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.word() < probability * 2 ** 32;
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.share() * (to - from + 1));
  }

  between(from: number, to: number): number {
    return from + this.share() * (to - from);
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.share() * list.length)]!;
  }

  /** The place of the band a share falls in; `bands` are weights. */
  band(bands: readonly number[]): number {
    let left = this.share() * bands.reduce((sum, one) => sum + one, 0);
    for (let at = 0; at < bands.length; at++) {
      left -= bands[at]!;
      if (left < 0) return at;
    }
    return bands.length - 1;
  }

  /** Around 0, of deviation 1 (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.share())) * Math.cos(2 * Math.PI * this.share());
  }

  /** Log-normal around a median: most are near it, few are many times as much. */
  around(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal());
  }
}

/** What a draw is for; a number of its own, so that streams do not mix. */
export const CONCERN = {
  family: 1,
  living: 2,
  work: 3,
  illness: 4,
  disaster: 5,
  death: 6,
  disability: 7,
  school: 8,
  housing: 9,
  change: 10,
  vehicle: 11,
  aid: 12,
  monitored: 13,
  habits: 14,
} as const;
