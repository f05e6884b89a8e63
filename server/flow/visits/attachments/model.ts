// The outside of a picture, JPEG or PNG: its parts, its size, and the same picture with nothing in it but what is needed to draw it.
// Pure and without a schema library: the phone makes its pictures bare by it, and the server refuses those that are not.

/** Bytes; the phone shrinks until it fits. */
export const LARGEST = { photo: 300 * 1024, signature: 60 * 1024 } as const;
export const MOST_ATTACHMENTS = 12;
/** What goes in one request, in bytes. */
export const LARGEST_PIECE = 64 * 1024;
/** But for the last one: each piece is a row and an entry in the log, and byte by byte a photo would be 300,000 of them. */
export const SMALLEST_PIECE = 4 * 1024;
/** Of a picture's longer side, in pixels. */
export const LONGEST_SIDE = 4096;

export const DOCUMENTS = ['authorisation', 'statement'] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];

export interface Picture {
  type: 'image/jpeg' | 'image/png';
  width: number;
  height: number;
  /** 1 to 8 as EXIF counts them: how a camera was held; 1 when nothing says. */
  orientation: number;
  /** The stretches that are needed to draw it, as [from, to). All else (EXIF, comments, what hangs behind) is left out. */
  needed: readonly (readonly [number, number])[];
}

/** Reads a picture's outside; undefined when it is neither JPEG nor PNG, or ends too early. */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(bytes);
  if (PNG_START.every((byte, at) => bytes[at] === byte)) return readPng(bytes);
  return undefined;
}

/** The same picture without what nobody needs to draw it; undefined when it is none. */
export function barePicture(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const picture = readPicture(bytes);
  return picture && joinParts(bytes, picture.needed);
}

/** True when nothing stands in it but what draws it. */
export function isBare(bytes: Uint8Array, { needed }: Picture): boolean {
  return needed.reduce((sum, [from, to]) => sum + to - from, 0) === bytes.length;
}

function joinParts(bytes: Uint8Array, parts: Picture['needed']): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, [from, to]) => sum + to - from, 0));
  let at = 0;
  for (const [from, to] of parts) {
    joined.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  return joined;
}

const short = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const long = (bytes: Uint8Array, at: number) => short(bytes, at) * 65536 + short(bytes, at + 2);
const textAt = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...Array.from(bytes.subarray(at, at + length)));

const [START_OF_SCAN, END, APP0, APP1] = [0xda, 0xd9, 0xe0, 0xe1];
/** Frames: baseline, extended, progressive. The others no browser draws. */
const FRAMES = [0xc0, 0xc1, 0xc2];
/** Quantisation tables, Huffman tables, restart interval. */
const TABLES = [0xdb, 0xc4, 0xdd];

/** ISO/IEC 10918-1 annex B: segments up to the end of the first picture. */
function readJpeg(bytes: Uint8Array): Picture | undefined {
  const needed: [number, number][] = [[0, 2]];
  let [width, height, orientation, hasScan] = [0, 0, 1, false];
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1; // padding
      continue;
    }
    if (marker === END) {
      if (!hasScan || width === 0 || height === 0) return undefined;
      needed.push([at, at + 2]);
      return { type: 'image/jpeg', width, height, orientation, needed };
    }
    const length = short(bytes, at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    if (FRAMES.includes(marker)) [height, width] = [short(bytes, at + 5), short(bytes, at + 7)];
    if (marker === APP1) orientation = orientationIn(bytes.subarray(at + 4, end)) ?? orientation;
    if (marker === START_OF_SCAN) {
      hasScan = true;
      const next = endOfScan(bytes, end);
      if (next === undefined) return undefined;
      needed.push([at, next]);
      at = next;
      continue;
    }
    const isPlainHead = marker === APP0 && length === 16 && textAt(bytes, at + 4, 5) === 'JFIF\0';
    if (FRAMES.includes(marker) || TABLES.includes(marker) || isPlainHead) needed.push([at, end]);
    at = end;
  }
  return undefined;
}

/** Coded pixels end at a marker; FF 00 is a byte of theirs, and restarts (D0 to D7) belong to them. */
function endOfScan(bytes: Uint8Array, from: number): number | undefined {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] as number;
    if (next === 0x00 || next === 0xff || (next >= 0xd0 && next <= 0xd7)) continue;
    return at;
  }
  return undefined;
}

/** The orientation in an EXIF segment (TIFF 6.0, tag 274). */
function orientationIn(segment: Uint8Array): number | undefined {
  if (textAt(segment, 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = segment.subarray(6);
  const isLittle = textAt(tiff, 0, 2) === 'II';
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const directory = view.getUint32(4, isLittle);
    const count = view.getUint16(directory, isLittle);
    for (let at = directory + 2; at < directory + 2 + count * 12; at += 12)
      if (view.getUint16(at, isLittle) === 274) {
        const value = view.getUint16(at + 8, isLittle);
        return value >= 1 && value <= 8 ? value : undefined;
      }
  } catch {
    // Cut short: a picture is no worse for it.
  }
  return undefined;
}

const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PNG_NEEDED = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

/** ISO/IEC 15948: chunks from IHDR to IEND. */
function readPng(bytes: Uint8Array): Picture | undefined {
  const needed: [number, number][] = [[0, 8]];
  let [width, height, hasPixels] = [0, 0, false];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const name = textAt(bytes, at + 4, 4);
    const end = at + 12 + long(bytes, at);
    if (end > bytes.length || (at === 8) !== (name === 'IHDR')) return undefined;
    if (name === 'IHDR') [width, height] = [long(bytes, at + 8), long(bytes, at + 12)];
    if (name === 'IDAT') hasPixels = true;
    if (PNG_NEEDED.includes(name)) needed.push([at, end]);
    at = end;
    if (name !== 'IEND') continue;
    if (!hasPixels || width === 0 || height === 0) return undefined;
    return { type: 'image/png', width, height, orientation: 1, needed };
  }
  return undefined;
}
