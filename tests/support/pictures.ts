// Small pictures made byte by byte: a JPEG's outside with as much inside as wanted, and whole PNGs.
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { Attachment } from '../../server/flow/visits/model.ts';
import { newId } from '../../server/kernel/id.ts';
import { PRESENT } from './cast.ts';

/** A JPEG segment: its marker, its length, what it holds. */
export function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** EXIF that says how the camera was held, and where. */
export function exif(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100000000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from('GPS 42.766 129.425')]));
}

interface JpegOf {
  width?: number;
  height?: number;
  /** Bytes of pixels. */
  inside?: number;
  /** Segments after the head, such as EXIF. */
  more?: Buffer[];
  /** What hangs behind the end. */
  behind?: Buffer;
  mark?: number;
  /** Words among its pixels. */
  words?: string;
}

/** As a canvas writes it, but for its pixels. */
export function makeJpeg({
  width = 800,
  height = 600,
  inside = 1000,
  more = [],
  behind,
  mark = 1,
  words = '',
}: JpegOf = {}): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex')),
    ...more,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, frame),
    segment(0xc4, Buffer.alloc(20, 2)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0xff, 0x00, 0xff, 0xd3]),
    Buffer.from(words),
    Buffer.from(Array.from({ length: inside }, (_, at) => (at * mark) % 251)),
    Buffer.from([0xff, 0xd9]),
    ...(behind ? [behind] : []),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A white PNG in grey. */
export function makePng({ width = 300, height = 100, text = '' } = {}): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const pixels = deflateSync(Buffer.alloc((width + 1) * height, 0xff));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...(text ? [chunk('tEXt', Buffer.from(text))] : []),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** What a phone declares of these bytes. */
export function declare(content: Buffer, given: Partial<Attachment> = {}): Attachment {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    ...{ id: newId(), kind: 'photo', document: null, witness: null, takenAt: PRESENT.toISOString() },
    ...{ place: { latitude: 42.7, longitude: 129.4, accuracyMetres: 12 }, bytes: content.length, sha256 },
    ...{ width: 800, height: 600, look: null, ...given },
  };
}

export const TUS = { 'tus-resumable': '1.0.0' };

/** How a phone begins to send it. */
export const beginHeaders = (one: Attachment, length = one.bytes) => ({
  ...TUS,
  'upload-length': String(length),
  'upload-metadata': `id ${Buffer.from(one.id).toString('base64')}`,
});

/** How a phone sends a piece of it. */
export const pieceHeaders = (piece: Buffer, offset = 0) => ({
  ...TUS,
  'content-type': 'application/offset+octet-stream',
  'upload-offset': String(offset),
  'upload-checksum': `sha256 ${createHash('sha256').update(piece).digest('base64')}`,
});
