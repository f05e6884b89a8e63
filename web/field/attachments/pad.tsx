// A white field to sign on with finger, pen or mouse.
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';

/** Of the picture that is kept; the field on the screen is as wide as there is room. */
export const PAD = { width: 800, height: 400 } as const;
const PEN = 6;

export function clearPad(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
}

interface PadProps {
  canvas: RefObject<HTMLCanvasElement | null>;
  label: string;
  onDraw: () => void;
}

export function Pad({ canvas, label, onDraw }: PadProps) {
  const last = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => {
    if (canvas.current) clearPad(canvas.current);
  }, [canvas]);
  const pointOf = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLCanvasElement>) => {
    const box = currentTarget.getBoundingClientRect();
    return { x: ((clientX - box.left) / box.width) * PAD.width, y: ((clientY - box.top) / box.height) * PAD.height };
  };
  const lineTo = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = event.currentTarget.getContext('2d');
    const from = last.current;
    if (!context || !from) return;
    const to = pointOf(event);
    Object.assign(context, { lineWidth: PEN, lineCap: 'round', lineJoin: 'round', strokeStyle: '#000' });
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    last.current = to;
    onDraw();
  };
  const lift = () => {
    last.current = null;
  };
  return (
    <canvas
      ref={canvas}
      className="sign-pad"
      width={PAD.width}
      height={PAD.height}
      role="img"
      aria-label={label}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = pointOf(event);
        lineTo(event);
      }}
      onPointerMove={lineTo}
      onPointerUp={lift}
      onPointerCancel={lift}
    />
  );
}
