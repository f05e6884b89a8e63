// The app's icons as PNG, drawn by the build: the mark (a watch-tower's roof with a lit beacon) on the rail's green.
import { deflateSync } from 'node:zlib';

type Point = readonly [number, number];
const RAIL = [0x0b, 0x3b, 0x36] as const;
const WHITE = [0xff, 0xff, 0xff] as const;
const LAMP = [0xf0, 0xbe, 0x00] as const;

/** Strokes of the mark in its own 32 × 32 field, as web/ui/mark.tsx draws them. */
const STROKES: readonly (readonly [Point, Point])[] = [
  [
    [5, 15],
    [16, 6],
  ],
  [
    [16, 6],
    [27, 15],
  ],
  [
    [10, 21.5],
    [22, 21.5],
  ],
  [
    [7, 26.5],
    [25, 26.5],
  ],
];
const WIDTH = 2.4;
const FLAME = { at: [16, 15.5] as Point, radius: 3 };

function distance([x, y]: Point, [[ax, ay], [bx, by]]: readonly [Point, Point]): number {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

/** A square PNG; the mark fills `share` of it, so that a mask may cut the corners. */
export function drawIcon(size: number, share = 0.62): Buffer {
  const rows: Buffer[] = [];
  const scale = (size * share) / 32;
  const offset = (size * (1 - share)) / 2;
  for (let row = 0; row < size; row += 1) {
    const line = Buffer.alloc(1 + size * 3);
    for (let column = 0; column < size; column += 1) {
      const point: Point = [(column + 0.5 - offset) / scale, (row + 0.5 - offset) / scale];
      const cover = (inside: number) => Math.min(1, Math.max(0, inside * scale + 0.5));
      const stroke = Math.max(...STROKES.map((one) => cover(WIDTH / 2 - distance(point, one))));
      const flame = cover(FLAME.radius - Math.hypot(point[0] - FLAME.at[0], point[1] - FLAME.at[1]));
      for (let channel = 0; channel < 3; channel += 1) {
        const ground = RAIL[channel]! + (WHITE[channel]! - RAIL[channel]!) * stroke;
        line[1 + column * 3 + channel] = Math.round(ground + (LAMP[channel]! - ground) * flame);
      }
    }
    rows.push(line);
  }
  return writePng({ width: size, height: size }, Buffer.concat(rows));
}

/** A PNG of rows of red, green and blue, each row behind a zero; `chunks` stand before its content. */
export function writePng(
  { width, height }: { width: number; height: number },
  rows: Buffer,
  chunks: Record<string, Buffer> = {},
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8); // eight bits a channel, red green blue
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    ...Object.entries(chunks).map(([name, data]) => chunk(name, data)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Of PNG (ISO 3309); Node has its own only since version 22. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
