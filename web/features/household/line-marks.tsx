// What stands upon the lanes: beacons of signals, squares of visits, discs of help, and dashed what is still to come.

import { useQuery } from '@tanstack/react-query';
import type { TaskState } from '../../../server/flow/tasks/model.ts';
import type { Line } from '../../../server/household/model.ts';
import { formatYuan } from '../../../server/kernel/money.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { type Label, placeLabels, textWidth } from '../../charts/months.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { isShown, type Layout, laneOf } from './line-layout.ts';
import { useCategoryName } from './side.tsx';

interface MarksProps {
  line: Line;
  layout: Layout;
}

const SIZE = 18;
const FONT = 13;

function Labels({
  labels,
  marks,
  layout,
  lane,
  tone,
  right = layout.right,
}: {
  labels: Label[];
  marks: number[];
  layout: Layout;
  lane: string;
  tone?: string;
  /** Where what stands there already begins. */
  right?: number;
}) {
  const room = { left: layout.left, right, size: FONT, gap: SIZE / 2 + 5 };
  return placeLabels(labels, marks, room).map((one) => (
    <text
      key={one.key}
      x={one.anchor === 'start' ? one.x + room.gap : one.x - room.gap}
      y={layout.middle(lane) + 5}
      textAnchor={one.anchor}
      className={`line-note ${tone ?? ''}`}
    >
      {one.text}
    </text>
  ));
}

export function SignalMarks({ line, layout }: MarksProps) {
  const { language } = useLanguage();
  const shown = line.signals.filter((signal) => isShown(signal.raisedAt, layout.months));
  const lanes = [...new Set(shown.map((signal) => laneOf(signal, line)))];
  return lanes.map((lane) => {
    const own = shown.filter((signal) => laneOf(signal, line) === lane);
    const labels = own.map((signal) => ({ key: signal.id, x: layout.x(signal.raisedAt), text: signal.rule[language] }));
    return (
      <g key={lane}>
        {own.map((signal) => (
          <svg
            key={signal.id}
            x={layout.x(signal.raisedAt) - SIZE / 2}
            y={layout.middle(lane) - SIZE / 2}
            width={SIZE}
            height={SIZE}
            className={signal.state === 'open' ? 'signal' : 'signal is-ended'}
            aria-hidden="true"
          >
            <title>{signal.message[language]}</title>
            <Beacon severity={signal.severity} size={SIZE} isNamed={false} />
          </svg>
        ))}
        <Labels labels={labels} marks={labels.map((one) => one.x)} layout={layout} lane={lane} tone="on-lane" />
      </g>
    );
  });
}

export function VisitMarks({ line, layout, waits }: MarksProps & { waits: TaskState | null }) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const { data: outcomes } = useQuery(outcomesQuery);
  const nameOf = (code: string) => outcomes?.items.find((one) => one.code === code)?.names[language] ?? code;
  const shown = line.visits.filter((visit) => isShown(visit.visitedAt, layout.months));
  const labels = shown.map((visit) => ({
    key: visit.id,
    x: layout.x(visit.visitedAt),
    text: `${visit.visitor}${common.colon}${nameOf(visit.outcomeCode)}`,
  }));
  const y = layout.middle('visits');
  const word = waits && common.taskStates[waits];
  const right =
    word && waitingLane(line, layout, word) === 'visits'
      ? layout.x(line.today) - SIZE - textWidth(word, FONT)
      : layout.right;
  return (
    <g>
      {shown.map((visit) => (
        <rect key={visit.id} x={layout.x(visit.visitedAt) - 7} y={y - 7} width={14} height={14} className="visit-mark">
          <title>{visit.note}</title>
        </rect>
      ))}
      <Labels labels={labels} marks={labels.map((one) => one.x)} layout={layout} lane="visits" right={right} />
    </g>
  );
}

export function HelpMarks({ line, layout }: MarksProps) {
  const { language } = useLanguage();
  const categoryOf = useCategoryName();
  const { data: outcomes } = useQuery(outcomesQuery);
  const nameOf = (help: Line['help'][number]) => {
    if (help.category)
      return [categoryOf({ category: help.category, names: null }), help.amount && formatYuan(help.amount)]
        .filter(Boolean)
        .join(' ');
    return outcomes?.items.find((one) => one.code === help.outcomeCode)?.names[language] ?? help.outcomeCode ?? '';
  };
  const shown = line.help.filter((help) => isShown(help.on, layout.months));
  const labels = shown.map((help, index) => ({ key: `${help.on}${index}`, x: layout.x(help.on), text: nameOf(help) }));
  const y = layout.middle('help');
  return (
    <g>
      {labels.map((label, index) => (
        <circle key={label.key} cx={label.x} cy={y} r={7} className="help-mark">
          <title>{shown[index]?.note ?? label.text}</title>
        </circle>
      ))}
      <Labels labels={labels} marks={labels.map((one) => one.x)} layout={layout} lane="help" tone="is-strong" />
    </g>
  );
}

/** A promise not kept yet: somebody has to go, and what they find may need help. Its word stands where no visit does. */
export function Waiting({ line, layout, state }: MarksProps & { state: TaskState }) {
  const common = useWords(ui);
  const x = layout.x(line.today);
  const text = common.taskStates[state];
  const lane = waitingLane(line, layout, text);
  return (
    <g>
      <rect x={x - 7} y={layout.middle('visits') - 7} width={14} height={14} className="visit-mark is-open" />
      <circle cx={x} cy={layout.middle('help')} r={7} className="help-mark is-open" />
      <text x={x - 14} y={layout.middle(lane) + 5} textAnchor="end" className="line-note is-late">
        {text}
      </text>
    </g>
  );
}

/** The lane in which the word of what is still to come finds room: beside its square, or below at its disc. */
function waitingLane(line: Line, layout: Layout, text: string): 'visits' | 'help' {
  const from = layout.x(line.today) - 14 - textWidth(text, FONT) - SIZE;
  return line.visits.some((visit) => layout.x(visit.visitedAt) > from) ? 'help' : 'visits';
}
