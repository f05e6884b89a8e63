// Draws the deadline ruler (期限尺). Decoration to a screen reader: the text below it says the same.
import type { Ruler } from './ruler.ts';

const WIDTHS = { gone: 9, today: 9, ahead: 9, late: 9, rest: 4, holiday: 8, post: 3 };

export function DeadlineRuler({ ruler }: { ruler: Ruler }) {
  const gap = ruler.isJoined ? 0 : 2;
  let x = 1;
  const marks = ruler.cells.map((cell, index) => {
    const left = x;
    x += WIDTHS[cell] + (cell === 'post' || ruler.cells[index + 1] === 'post' ? 2 : gap);
    return { cell, left, key: `${index}-${cell}` };
  });
  return (
    <svg className="ruler" width={x + 1} height={16} aria-hidden="true" focusable="false">
      {marks.map(({ cell, left, key }) => {
        if (cell === 'post') return <rect key={key} x={left} y={0} width={2} height={16} fill="var(--ink)" />;
        if (cell === 'rest') return <circle key={key} cx={left + 2} cy={8} r={1.2} fill="var(--edge)" />;
        if (cell === 'holiday')
          return (
            <g key={key} fill="var(--edge)">
              <circle cx={left + 2} cy={8} r={1.2} />
              <circle cx={left + 6} cy={8} r={1.2} />
            </g>
          );
        if (cell === 'gone' || cell === 'late')
          return (
            <rect
              key={key}
              x={left}
              y={2}
              width={9}
              height={12}
              fill={cell === 'late' ? 'var(--red)' : 'var(--ink3)'}
            />
          );
        const isToday = cell === 'today';
        return (
          <rect
            key={key}
            x={left + (isToday ? 1 : 0.5)}
            y={isToday ? 3 : 2.5}
            width={isToday ? 7 : 8}
            height={isToday ? 10 : 11}
            fill="none"
            stroke={isToday ? 'var(--ink)' : 'var(--edge)'}
            strokeWidth={isToday ? 2 : 1}
          />
        );
      })}
    </svg>
  );
}
