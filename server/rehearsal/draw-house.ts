// A drawn house for the rehearsal's photo: nobody's, and as bare a picture as a phone sends. Pure.
import { crc32, deflateSync } from 'node:zlib';

const [WIDTH, HEIGHT] = [640, 480];
type Colour = readonly [red: number, green: number, blue: number];

/** PNG, 24 bits a pixel; the same at every start. */
export function drawHouse(): { bytes: Buffer; width: number; height: number } {
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) rows.set(colourAt(x, y), y * (1 + WIDTH * 3) + 1 + x * 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const bytes = Buffer.concat([
    start,
    part('IHDR', header),
    part('IDAT', deflateSync(rows)),
    part('IEND', Buffer.alloc(0)),
  ]);
  return { bytes, width: WIDTH, height: HEIGHT };
}

function part(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

/** From front to back: door and windows, wall, roof, chimney, ground, hill, sky. */
function colourAt(x: number, y: number): Colour {
  const within = (left: number, top: number, right: number, bottom: number) =>
    x >= left && x < right && y >= top && y < bottom;
  if (within(300, 290, 350, 380)) return [112, 74, 48];
  if (within(200, 280, 260, 330) || within(390, 280, 450, 330))
    return (x + y) % 30 < 3 ? [120, 96, 70] : [186, 214, 226];
  if (within(170, 250, 480, 380))
    return y % 22 < 2 || (x + (y % 44 < 22 ? 0 : 18)) % 36 < 2 ? [176, 132, 104] : [198, 156, 124];
  if (y >= 180 && y < 250 && x > 150 + (250 - y) * 0.7 && x < 500 - (250 - y) * 0.7)
    return y % 12 < 2 ? [92, 88, 92] : [118, 112, 116];
  if (within(420, 150, 446, 220)) return [150, 96, 80];
  if (y >= 372) return (x * 7 + y * 13) % 41 < 3 ? [214, 214, 206] : [150 - (y - 372) / 6, 138 - (y - 372) / 6, 108];
  if (y > 220 + 60 * Math.sin(x / 120) - (x / 640) * 40) return [122, 138, 104];
  return [176 + y / 8, 198 + y / 10, 222];
}
