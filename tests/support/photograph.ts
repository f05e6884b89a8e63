// A picture as a phone's camera leaves it: larger than it may be sent, and with where and by whom it was taken inside.
import { writePng } from '../../web/field/build/icons.ts';

/** What must never leave the phone. */
export const HIDDEN = 'GPS 42.90N 129.51E Huawei-IMEI-860000000000000';

/** One picture a number, each unlike the others; about a megabyte of it. */
export function takePhotograph(number: number, { width = 1200, height = 900 } = {}): Buffer {
  const rows = Buffer.alloc((1 + width * 3) * height);
  let noise = 12345 + number * 7919;
  for (let row = 0; row < height; row += 1)
    for (let at = 0; at < width * 3; at += 1) {
      noise = (noise * 1103515245 + 12345) & 0x7fffffff;
      const wave = 128 + 90 * Math.sin((row + number * 40) / 60) * Math.cos((at / 3 + number * 90) / 80);
      rows[row * (1 + width * 3) + 1 + at] = Math.max(0, Math.min(255, wave + ((noise >> 16) % 48)));
    }
  return writePng({ width, height }, rows, { tEXt: Buffer.from(`Comment\0${HIDDEN}`) });
}
