// What a dispatch of many would do: each person's load before and after, and what cannot go and why.
import type { BulkPreview, BulkResult, QueueRow } from '../../../server/flow/tasks/model.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ui } from '../../ui/words.ts';
import { deskWords } from './desk-words.ts';

export function Loads({ loads }: Pick<BulkPreview, 'loads'>) {
  const words = useWords(deskWords);
  return (
    <table className="load-table">
      <thead>
        <tr>
          <th scope="col">{words.person}</th>
          <th scope="col" className="number">
            {words.tasks}
          </th>
          <th scope="col" className="number">
            {words.inHand}
          </th>
          <th scope="col" className="number">
            {words.capacity}
          </th>
        </tr>
      </thead>
      <tbody>
        {loads.map((load) => (
          <tr key={load.id} className={load.isOver ? 'is-over' : ''}>
            <td>
              <b>{load.name}</b>
              {load.isOver && <span className="over-note">{words.over}</span>}
            </td>
            <td className="number">{words.howMany(load.tasks.length)}</td>
            <td className="number">{words.goesTo(load.before, load.after)}</td>
            <td className="number">{load.capacity}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RefusedProps {
  refused: readonly BulkResult[];
  tasks: readonly QueueRow[];
  title: string;
}

export function Refused({ refused, tasks, title }: RefusedProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(deskWords);
  if (refused.length === 0) return null;
  const names = new Map(tasks.map((task) => [task.id, task.household?.head ?? common.someone]));
  return (
    <section className="refused">
      <h3>{title}</h3>
      <ul>
        {refused.map((one) => (
          <li key={one.id}>
            <b>{names.get(one.id)}</b> {one.why?.[language] ?? words.outcomes[one.outcome]}
            {one.outcome === 'conflict' && one.assignee && (
              <span className="faint">{common.bracketed(one.assignee.name)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
