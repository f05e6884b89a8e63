// What a photo goes through before it is kept: bare of what the camera wrote, upright, small, and known again by its look.
import { describe, expect, it } from 'vitest';
import { barePicture, isBare, readPicture } from '../../server/flow/visits/attachments/model.ts';
import { freeRoom, isLow } from '../../web/offline/room.ts';
import { fitInto, liesOnItsSide, lookOf, shrink, uprightBy } from '../../web/pictures/shrink.ts';
import { exif, makeJpeg, makePng, segment } from '../support/pictures.ts';

describe('the outside of a picture', () => {
  it('tells kind, size and how the camera was held', () => {
    expect(readPicture(makeJpeg({ width: 640, height: 480 }))).toMatchObject({
      ...{ type: 'image/jpeg', width: 640, height: 480, orientation: 1 },
    });
    expect(readPicture(makeJpeg({ more: [exif(6)] }))).toMatchObject({ orientation: 6 });
    expect(readPicture(makePng({ width: 30, height: 20 }))).toMatchObject({ type: 'image/png', width: 30, height: 20 });
  });

  it('is made bare: the same picture as one that never had anything else in it', () => {
    const clean = makeJpeg();
    const comment = segment(0xfe, Buffer.from('by a camera'));
    const profile = segment(0xe2, Buffer.from('ICC_PROFILE\0 and so on'));
    const laden = makeJpeg({ more: [exif(8), profile, comment], behind: Buffer.from('a film hangs behind') });
    expect(isBare(laden, readPicture(laden)!)).toBe(false);
    expect(Buffer.from(barePicture(laden)!).equals(clean)).toBe(true);
    expect(isBare(clean, readPicture(clean)!)).toBe(true);
    const named = makePng({ text: 'Author\0somebody' });
    expect(Buffer.from(barePicture(named)!).equals(makePng())).toBe(true);
  });

  it('that ends anywhere before its end is none', () => {
    for (const whole of [makeJpeg({ inside: 40, more: [exif(3)] }), makePng({ width: 8, height: 8, text: 'x\0y' })])
      for (let length = 0; length < whole.length; length += 1)
        expect(readPicture(whole.subarray(0, length)), String(length)).toBeUndefined();
  });
});

describe('a photo', () => {
  const encoder = (bytesOf: (side: number, quality: number) => number) => {
    const tries: [number, number][] = [];
    const encode = async (side: number, quality: number) => {
      tries.push([side, quality]);
      return { size: bytesOf(side, quality), side };
    };
    return { tries, encode };
  };

  it('is made smaller by quality first, then by size, and no smaller than it must', async () => {
    const { tries, encode } = encoder((side, quality) => side * side * quality * 0.2);
    expect(await shrink(encode, 300_000)).toMatchObject({ side: 1600, size: 1600 * 1600 * 0.2 * 0.58 });
    expect(tries).toEqual([
      [1600, 0.82],
      [1600, 0.7],
      [1600, 0.58],
    ]);
    expect(await shrink(encoder(() => 1000).encode, 300_000)).toMatchObject({ side: 1600 });
    const far = encoder((side) => (side > 1000 ? 5_000_000 : 200_000));
    expect(await shrink(far.encode, 300_000)).toMatchObject({ side: 800 });
    expect(far.tries).toHaveLength(4);
    expect(await shrink(encoder(() => 400_000).encode, 300_000)).toBeUndefined();
  });

  it('fits into a side without growing', () => {
    expect(fitInto(1600, { width: 4000, height: 3000 })).toEqual({ width: 1600, height: 1200 });
    expect(fitInto(1600, { width: 3000, height: 4000 })).toEqual({ width: 1200, height: 1600 });
    expect(fitInto(1600, { width: 300, height: 200 })).toEqual({ width: 300, height: 200 });
  });

  it('stands upright from every way of holding the camera: each corner comes to lie within the upright picture', () => {
    const [width, height] = [40, 30];
    // Where the corner that is up and left for the eye lies in the chip's picture (EXIF 2.3, tag 274).
    const topLeft = [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
      [0, 0],
      [0, height],
      [width, height],
      [width, 0],
    ];
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const [a, b, c, d, e, f] = uprightBy(orientation, { width, height });
      const [x = 0, y = 0] = topLeft[orientation - 1]!;
      expect([a * x + c * y + e, b * x + d * y + f], String(orientation)).toEqual([0, 0]);
      const [ox, oy] = [width - x, height - y];
      const upright = liesOnItsSide(orientation) ? [height, width] : [width, height];
      expect([a * ox + c * oy + e, b * ox + d * oy + f], String(orientation)).toEqual(upright);
    }
  });

  it('is known again by its look when it was packed anew, and a dark field looks like nothing', () => {
    const greys = Array.from({ length: 64 }, (_, at) => (at * 37) % 256);
    const again = greys.map((grey) => Math.max(0, grey - 1));
    expect(lookOf(greys)).toMatch(/^[\da-f]{16}$/);
    expect(lookOf(again)).toBe(lookOf(greys));
    expect(lookOf([...greys].reverse())).not.toBe(lookOf(greys));
    expect(lookOf(Array.from({ length: 64 }, (_, at) => at % 7))).toBeNull();
  });
});

it('the phone’s room is what its browser tells; below 20 MB is little, and what is not told is not little', async () => {
  const room = (quota: number, usage: number) => freeRoom({ estimate: async () => ({ quota, usage }) });
  expect(await room(100_000_000, 85_000_000)).toBe(15_000_000);
  expect([isLow(await room(100e6, 85e6)), isLow(await room(100e6, 10e6))]).toEqual([true, false]);
  const mute = await freeRoom({ estimate: () => Promise.reject(new Error('not allowed')) });
  expect([mute, await freeRoom(undefined), isLow(null)]).toEqual([null, null, false]);
});
