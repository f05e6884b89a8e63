// Makes a photo small enough: first by quality, then by size. Pure, but for the encoder it is given.

const SIDES = [1600, 1280, 1024, 800, 640] as const;
const QUALITIES = [0.82, 0.7, 0.58, 0.46] as const;

/** The first encoding that fits into `limit` bytes, the largest first; undefined when none does. `side` is of the longer one. */
export async function shrink<T extends { size: number }>(
  encode: (side: number, quality: number) => Promise<T>,
  limit: number,
): Promise<T | undefined> {
  for (const side of SIDES)
    for (const quality of QUALITIES) {
      const made = await encode(side, quality);
      if (made.size <= limit) return made;
      // Far too large: a lower quality would not do it.
      if (made.size > limit * 3) break;
    }
  return undefined;
}

/** Width and height within a longer side; never larger than it was. */
export function fitInto(side: number, { width, height }: { width: number; height: number }) {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

type Turn = readonly [number, number, number, number, number, number];

/** How a picture of these sizes is drawn upright, as a canvas's transform; from 5 on it lies on its side. EXIF 2.3, tag 274. */
export function uprightBy(orientation: number, { width, height }: { width: number; height: number }): Turn {
  const turns: Record<number, Turn> = {
    2: [-1, 0, 0, 1, width, 0],
    3: [-1, 0, 0, -1, width, height],
    4: [1, 0, 0, -1, 0, height],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, 1, -1, 0, height, 0],
    7: [0, -1, -1, 0, height, width],
    8: [0, -1, 1, 0, 0, width],
  };
  return turns[orientation] ?? [1, 0, 0, 1, 0, 0];
}

export const liesOnItsSide = (orientation: number) => orientation >= 5;

/** What a picture looks like: of 64 greys which are lighter than their mean, as 16 hex digits; null when it shows next to nothing. */
export function lookOf(greys: readonly number[]): string | null {
  const mean = greys.reduce((sum, grey) => sum + grey, 0) / greys.length;
  if (Math.max(...greys) - Math.min(...greys) < 16) return null;
  let look = '';
  for (let at = 0; at < 64; at += 4) {
    const four = [0, 1, 2, 3].reduce((sum, bit) => sum * 2 + ((greys[at + bit] as number) > mean ? 1 : 0), 0);
    look += four.toString(16);
  }
  return look;
}
