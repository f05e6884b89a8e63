// The tabs of a page, each with how many there are where that is known.
import { formatCount } from './format.ts';
import './list.css';

interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { value: T; name: string; count?: number | undefined }[];
  chosen: T;
  onPick: (value: T) => void;
}

export function Tabs<T extends string>({ label, tabs, chosen, onPick }: TabsProps<T>) {
  return (
    <div className="list-tabs no-print" role="tablist" aria-label={label}>
      {tabs.map(({ value, name, count }) => (
        <button key={value} type="button" role="tab" aria-selected={value === chosen} onClick={() => onPick(value)}>
          {name}
          {count !== undefined && <span className="tab-count"> {formatCount(count)}</span>}
        </button>
      ))}
    </div>
  );
}
