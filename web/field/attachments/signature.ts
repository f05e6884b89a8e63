// The picture of a signature: what was drawn, or for somebody who cannot write the name of whoever witnessed it.
import { barePicture, LARGEST } from '../../../server/flow/visits/attachments/model.ts';
import { encodeCanvas, newCanvas, type Taken } from '../../pictures/picture.ts';

/** The field as a PNG; half as large when it was scribbled full. */
export async function takeSignature(canvas: HTMLCanvasElement): Promise<Taken> {
  for (const scale of [1, 0.5, 0.25]) {
    const [small, context] = newCanvas(canvas.width * scale, canvas.height * scale);
    context.drawImage(canvas, 0, 0, small.width, small.height);
    const blob = await encodeCanvas(small, 'image/png');
    const content = barePicture(new Uint8Array(await blob.arrayBuffer()));
    if (content && content.length <= LARGEST.signature)
      return { content, width: small.width, height: small.height, look: null };
  }
  throw new Error('too large');
}

/** The witness's words written into the field, in place of a signature. */
export async function writeWitness(text: string, { width, height }: { width: number; height: number }): Promise<Taken> {
  const [canvas, context] = newCanvas(width, height);
  Object.assign(context, { fillStyle: '#fff', textAlign: 'center', textBaseline: 'middle' });
  context.fillRect(0, 0, width, height);
  Object.assign(context, { fillStyle: '#000', font: `40px sans-serif` });
  context.fillText(text, width / 2, height / 2, width - 40);
  return await takeSignature(canvas);
}
