// Messages one by one: to whom, how many of what, by which channel, how it went, and what to do where it did not.
import type { MessageRow } from '../../../server/messages/model.ts';
import { formatDayTime, formatTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { TableHead } from '../../ui/table-head.tsx';
import { messageWords } from './words.ts';

export function MessageTable({ rows, now }: { rows: readonly MessageRow[]; now: Date }) {
  const { columns, what } = useWords(messageWords);
  return (
    <table className="plain-table">
      <caption className="visually-hidden">{what}</caption>
      <TableHead heads={[columns.when, columns.who, columns.says, columns.channel, columns.state]} />
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, now }: { row: MessageRow; now: Date }) {
  const { language } = useLanguage();
  const words = useWords(messageWords);
  const { roles } = useWords(roleWords);
  const { to, counts, kind, channel } = row;
  const figures = Object.entries(counts).filter(([, count]) => count > 0);
  return (
    <tr>
      <td>{formatDayTime(row.sentAt ?? row.dueAt, language, now)}</td>
      <td>
        <b>{to.name}</b>
        <span className="second">
          {roles[to.role as keyof typeof roles] ?? to.role} {to.place}
        </span>
      </td>
      <td>
        {words.kinds[kind]}
        <span className="second">
          {figures.map(([name, count]) => words.figure(words.figures[name] ?? name, count)).join(words.joined)}
        </span>
      </td>
      <td>
        {channel && words.channels[channel]}
        {!channel && row.state === 'none' && <span className="faint">{words.noneYet}</span>}
      </td>
      <td>
        <State row={row} now={now} />
      </td>
    </tr>
  );
}

function State({ row, now }: { row: MessageRow; now: Date }) {
  const { language } = useLanguage();
  const words = useWords(messageWords);
  const { state, error, tries, nextAt, deliveredAt, dueAt } = row;
  const fault = error && words.errors[error];
  const more = [
    state === 'delivered' && deliveredAt && words.deliveredAt(formatTime(new Date(deliveredAt))),
    state === 'gathered' && words.due(formatDayTime(dueAt, language, now)),
    state === 'waiting' && nextAt && words.next(formatDayTime(nextAt, language, now)),
    tries > 1 && words.tries(tries),
  ].filter(Boolean);
  return (
    <>
      <span className={state === 'failed' ? 'late' : ''}>
        {words.states[state]}
        {fault && words.joined + fault.name}
      </span>
      {more.length > 0 && <span className="second">{more.join(words.joined)}</span>}
      {fault && <span className="second">{fault.todo}</span>}
    </>
  );
}
