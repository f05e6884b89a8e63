// 烽标: a watch-tower of four rungs; lit rungs tell the level, so it reads without colour and on a grey print.
import type { Severity } from '../../server/flow/alerts/model.ts';
import { useWords } from './language.tsx';
import { ui } from './words.ts';

const LIT: Record<Severity, number> = { red: 4, orange: 3, yellow: 2, blue: 1 };
const RUNGS = [
  { x: 9, width: 6, y: 4.5 },
  { x: 7.5, width: 9, y: 8.5 },
  { x: 6, width: 12, y: 12.5 },
  { x: 4, width: 16, y: 16.5 },
];

export function Beacon({
  severity,
  size = 20,
  isNamed = true,
}: {
  severity: Severity;
  size?: number;
  isNamed?: boolean;
}) {
  const words = useWords(ui);
  const name = isNamed ? words.beacon(words.severities[severity]) : undefined;
  return (
    <svg
      className="beacon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      focusable="false"
      role="img"
      aria-label={name}
      aria-hidden={!isNamed}
    >
      <rect
        x="0.5"
        y="0.5"
        width="23"
        height="23"
        rx="4"
        fill={`var(--${severity})`}
        stroke="rgba(0,0,0,.25)"
        strokeWidth="1"
      />
      {RUNGS.map((rung, index) => (
        <rect
          key={rung.y}
          x={rung.x}
          y={rung.y}
          width={rung.width}
          height={2.8}
          rx={0.6}
          fill={`var(--${severity}-glyph)`}
          opacity={index >= 4 - LIT[severity] ? 1 : 0.22}
        />
      ))}
    </svg>
  );
}
