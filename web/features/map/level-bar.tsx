// A stacked bar by level, red first; its width tells the total against the largest.
import type { Severity } from '../../../server/flow/alerts/model.ts';

const LEVELS: Severity[] = ['red', 'orange', 'yellow', 'blue'];

export function LevelBar({ severities, largest }: { severities: Record<Severity, number | null>; largest: number }) {
  return (
    <span className="level-bar" aria-hidden="true">
      {LEVELS.map((severity) => (
        <span
          key={severity}
          style={{
            width: `${largest > 0 ? (100 * (severities[severity] ?? 0)) / largest : 0}%`,
            background: `var(--${severity})`,
          }}
        />
      ))}
    </span>
  );
}
