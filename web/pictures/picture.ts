// From the camera's file to what is kept: upright, small, bare of all that the camera wrote into it.
import { barePicture, LARGEST, readPicture } from '../../server/flow/visits/attachments/model.ts';
import { fitInto, liesOnItsSide, lookOf, shrink, uprightBy } from './shrink.ts';

export interface Taken {
  content: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
  look: string | null;
}

interface Decoded {
  bitmap: ImageBitmap;
  orientation: number;
}

/**
 * Old browsers draw a photo as the camera's chip saw it, newer ones turn it. So what the camera wrote is taken out before the browser
 * reads it, and the turn is made here, everywhere the same.
 */
async function decode(file: Blob): Promise<Decoded> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const bare = barePicture(bytes);
  const orientation = readPicture(bytes)?.orientation ?? 1;
  if (bare)
    try {
      return { bitmap: await createImageBitmap(new Blob([bare])), orientation };
    } catch {
      // A kind of picture whose parts we do not know well enough: as it came.
    }
  return { bitmap: await createImageBitmap(file), orientation: 1 };
}

export function newCanvas(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  return [canvas, context];
}

export function encodeCanvas(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), type, quality);
  });
}

/** Makes a photo as it is kept. Throws when the file is no picture that this phone can read. */
export async function takePicture(file: Blob): Promise<Taken> {
  const { bitmap, orientation } = await decode(file);
  const upright = liesOnItsSide(orientation)
    ? { width: bitmap.height, height: bitmap.width }
    : { width: bitmap.width, height: bitmap.height };
  let drawn: { side: number; canvas: HTMLCanvasElement } | undefined;
  const drawAt = (side: number) => {
    if (drawn?.side === side) return drawn.canvas;
    const { width, height } = fitInto(side, upright);
    const [canvas, context] = newCanvas(width, height);
    context.imageSmoothingQuality = 'high';
    context.scale(width / upright.width, height / upright.height);
    context.transform(...uprightBy(orientation, bitmap));
    context.drawImage(bitmap, 0, 0);
    drawn = { side, canvas };
    return canvas;
  };
  const fitted = await shrink((side, quality) => encodeCanvas(drawAt(side), 'image/jpeg', quality), LARGEST.photo);
  bitmap.close();
  if (!fitted || !drawn) throw new Error('too large');
  const content = barePicture(new Uint8Array(await fitted.arrayBuffer()));
  if (!content) throw new Error('no picture');
  const { width, height } = drawn.canvas;
  return { content, width, height, look: lookAt(drawn.canvas) };
}

function lookAt(picture: HTMLCanvasElement): string | null {
  const [, context] = newCanvas(8, 8);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, 8, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  const greys = Array.from({ length: 64 }, (_, at) => {
    const [red, green, blue] = [data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0];
    return red * 0.299 + green * 0.587 + blue * 0.114;
  });
  return lookOf(greys);
}
