// 一户一条线: lanes for status, each source, visits and help; threads tie a signal to its visit and the visit to what was given.
import { useId } from 'react';
import type { CaseTask, Line, Status } from '../../../server/household/model.ts';
import { useWidth } from '../../charts/use-width.ts';
import { useWords } from '../../ui/language.tsx';
import { SourceLane, StatusLane } from './line-lanes.tsx';
import { LABELS, type Layout, layOut, threadsOf } from './line-layout.ts';
import { HelpMarks, SignalMarks, VisitMarks, Waiting } from './line-marks.tsx';
import { lineWords } from './line-words.ts';

export interface LineChartProps {
  line: Line;
  status: Status[];
  task: CaseTask | undefined;
  span: number;
}

export function LineChart({ line, status, task, span }: LineChartProps) {
  const words = useWords(lineWords);
  const [box, width] = useWidth<HTMLDivElement>(930);
  const hatch = useId();
  const layout = layOut(line, status, { width, span });
  const threads = threadsOf(line);
  const waits = threads.some((thread) => thread.isOpen) && task ? task.state : null;
  const visits = layout.lanes.find((lane) => lane.kind === 'visits');
  const end = layout.height - 20;
  return (
    <div ref={box} className="line-chart">
      <svg
        width={width}
        height={layout.height}
        role="img"
        aria-label={words.summary(line.signals.length, line.visits.length, line.help.length)}
      >
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="5" stroke="var(--hatch)" strokeWidth="1.4" />
          </pattern>
        </defs>
        {visits && (
          <rect
            x={layout.left}
            y={visits.top}
            width={layout.right - layout.left}
            height={end - visits.top}
            fill="var(--bg)"
          />
        )}
        <Months layout={layout} end={end} />
        {layout.lanes.map((lane) => (
          <text key={lane.key} x={10} y={lane.top + lane.height / 2 + 5} className="line-label">
            {lane.kind === 'source'
              ? (words.lanes[lane.key] ?? lane.key)
              : words[lane.kind === 'status' ? 'status' : lane.kind === 'other' ? 'other' : lane.kind]}
          </text>
        ))}
        <StatusLane status={status} layout={layout} today={line.today} />
        {line.lanes.map((lane) => (
          <SourceLane key={lane.dataset} lane={lane} layout={layout} hatch={hatch} first={line.months.length - span} />
        ))}
        {threads.map(({ key, from, to, isOpen }) => (
          <line
            key={key}
            x1={layout.x(from.on)}
            y1={layout.middle(from.lane)}
            x2={layout.x(to.on)}
            y2={layout.middle(to.lane)}
            className={isOpen ? 'thread is-open' : 'thread'}
          />
        ))}
        <SignalMarks line={line} layout={layout} />
        <VisitMarks line={line} layout={layout} waits={waits} />
        <HelpMarks line={line} layout={layout} />
        {waits && <Waiting line={line} layout={layout} state={waits} />}
      </svg>
    </div>
  );
}

/** A light line a month, a darker one where a year begins, and every third month by name. */
function Months({ layout, end }: { layout: Layout; end: number }) {
  const words = useWords(lineWords);
  const { months, left, step } = layout;
  const every = months.length > 12 ? 3 : months.length > 6 ? 2 : 1;
  const nameOf = (month: string, isFirst: boolean) => {
    const [year, number] = [month.slice(0, 4), Number(month.slice(5, 7))];
    const withYear = isFirst || number <= every;
    return withYear ? words.yearMonth(year, number) : words.monthName(number);
  };
  return (
    <g>
      {months.map((month, index) => {
        const x = left + index * step;
        const isYear = month.endsWith('-01-01');
        return (
          <g key={month}>
            <line
              x1={x}
              x2={x}
              y1={0}
              y2={end}
              stroke={isYear ? 'var(--edge)' : 'var(--line)'}
              strokeWidth={isYear ? 1 : 0.7}
            />
            {index % every === 0 && (
              <text x={x + 2} y={end + 14} className="chart-axis">
                {nameOf(month, index === 0)}
              </text>
            )}
          </g>
        );
      })}
      <line x1={LABELS} x2={layout.right} y1={end} y2={end} stroke="var(--line)" />
    </g>
  );
}
