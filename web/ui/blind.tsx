// 看不见: a 135° hatch. It means only that: a source is late or missing, which is not the same as no risk.
import { useId } from 'react';

export function Blind({ width = 18, height = 14 }: { width?: number; height?: number }) {
  const id = useId();
  return (
    <svg className="blind" width={width} height={height} aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="4" stroke="var(--hatch)" strokeWidth="1.6" />
        </pattern>
      </defs>
      <rect x="0.5" y="0.5" width={width - 1} height={height - 1} fill={`url(#${id})`} stroke="var(--hatch)" />
    </svg>
  );
}
