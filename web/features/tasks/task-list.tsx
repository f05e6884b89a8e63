// The list in groups by what to do first. Only what is in sight is drawn, and pages are fetched as one comes near their end.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { formatCount } from '../../ui/format.ts';
import { useWords } from '../../ui/language.tsx';
import { deskWords } from './desk-words.ts';
import { LostRow } from './lost-row.tsx';
import type { Lost, QueueItem } from './queue.ts';
import { TaskRowItem } from './task-row.tsx';
import { taskWords } from './words.ts';
import './tasks.css';

const HEIGHTS = { group: 27, row: 49, lost: 49 };
/** So many rows before the end the next page is asked for. */
const NEAR = 120;

interface TaskListProps {
  items: readonly QueueItem[];
  now: Date;
  current: string | null;
  selected: ReadonlySet<string>;
  hasBoxes: boolean;
  isWaiting: boolean;
  onOpen: (id: string) => void;
  onSelect: (id: string, isRange: boolean) => void;
  onAdopt: (id: string) => void;
  onReassign: (lost: Lost) => void;
  onNearEnd: () => void;
  footer?: ReactNode;
}

export function TaskList(props: TaskListProps) {
  const { items, current, onNearEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => HEIGHTS[items[index]?.kind ?? 'row'],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 12,
    paddingStart: 25,
    scrollPaddingStart: 27,
  });
  const isPrinting = usePrinting();
  const shown: { index: number; style?: CSSProperties }[] = isPrinting
    ? items.map((_, index) => ({ index }))
    : virtual.getVirtualItems().map(({ index, start }) => ({ index, style: { transform: `translateY(${start}px)` } }));
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - NEAR) onNearEnd();
  }, [last, items.length, onNearEnd]);

  // The current row comes into sight when it becomes current, and not again when rows move around it.
  const at = useRef({ items, virtual });
  at.current = { items, virtual };
  useEffect(() => {
    const index = at.current.items.findIndex((item) => item.key === current);
    if (index >= 0) at.current.virtual.scrollToIndex(index, { align: 'auto' });
  }, [current]);

  return (
    <div className="task-list" ref={box}>
      <Head hasBoxes={props.hasBoxes} isWaiting={props.isWaiting} />
      <ul style={isPrinting ? {} : { height: virtual.getTotalSize() }}>
        {shown.map(({ index, style }) => {
          const item = items[index];
          if (!item) return null;
          return (
            <li key={item.key} style={style}>
              <Item item={item} {...props} />
            </li>
          );
        })}
      </ul>
      {props.footer}
    </div>
  );
}

/** True while paper is laid out: all that was fetched is drawn then. */
function usePrinting(): boolean {
  const [isPrinting, setIsPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setIsPrinting(true));
    const end = () => setIsPrinting(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}

function Item({ item, ...list }: { item: QueueItem } & TaskListProps) {
  if (item.kind === 'group') return <Group item={item} />;
  if (item.kind === 'lost')
    return (
      <LostRow
        lost={item.lost}
        isCurrent={item.lost.row.id === list.current}
        onAdopt={list.onAdopt}
        onReassign={list.onReassign}
      />
    );
  return (
    <TaskRowItem
      task={item.row}
      now={list.now}
      isCurrent={item.row.id === list.current}
      isSelected={list.selected.has(item.row.id)}
      hasBox={list.hasBoxes}
      onOpen={list.onOpen}
      onSelect={list.onSelect}
    />
  );
}

function Group({ item }: { item: Extract<QueueItem, { kind: 'group' }> }) {
  const words = useWords(deskWords);
  const common = useWords(taskWords);
  const note = [
    item.count > 0 && common.households(item.count).replace(/\d+/, (digits) => formatCount(Number(digits))),
    words.groupNotes[item.urgency],
  ];
  return (
    <h2 className="task-group">
      <span className={item.urgency === 'overdue' ? 'late' : ''}>{words.groups[item.urgency]}</span>
      <span className="second">{note.filter(Boolean).join(common.noteBreak)}</span>
    </h2>
  );
}

function Head({ hasBoxes, isWaiting }: { hasBoxes: boolean; isWaiting: boolean }) {
  const { columns } = useWords(taskWords);
  const words = useWords(deskWords);
  return (
    <div className={hasBoxes ? 'task-head has-boxes faint' : 'task-head faint'} aria-hidden="true">
      <span />
      <span>{columns.household}</span>
      <span>{columns.reasons}</span>
      <span>{columns.deadline}</span>
      <span>{columns.state}</span>
      <span>{isWaiting ? words.toWhom : columns.assignee}</span>
    </div>
  );
}
