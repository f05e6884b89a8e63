// One ticket: which row, what the visit found, until when, and what the department said.
import type { TicketRow } from '../../../server/flow/feedback/model.ts';
import { useNow } from '../../api/now.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ticketWords } from './words.ts';

interface TicketLineProps {
  ticket: TicketRow;
  /** A department answers; those whose area it is see where, and may look at the task. */
  onAnswer: (() => void) | null;
  onTask: ((taskId: string) => void) | null;
}

function Answer({ ticket, onAnswer }: Pick<TicketLineProps, 'ticket' | 'onAnswer'>) {
  const { language } = useLanguage();
  const words = useWords(ticketWords);
  const now = useNow();
  if (ticket.answerCode !== null)
    return (
      <>
        <b>{words.answers[ticket.answerCode]}</b>{' '}
        {ticket.answeredAt && (
          <span className="faint">{words.answered(formatDay(ticket.answeredAt, language, now))}</span>
        )}
        <span className="ticket-answer">{ticket.answer}</span>
      </>
    );
  if (!onAnswer) return <span className="faint">{words.waiting}</span>;
  return (
    <button type="button" className="button no-print" onClick={onAnswer}>
      {words.open}
    </button>
  );
}

export function TicketLine({ ticket, onAnswer, onTask }: TicketLineProps) {
  const { language } = useLanguage();
  const words = useWords(ticketWords);
  const now = useNow();
  const { taskId } = ticket;
  return (
    <tr>
      <td>
        <span className="ticket-file">{ticket.fileName}</span> <b>{words.line(ticket.line)}</b>
        <span className="ticket-under">
          {ticket.place !== null && `${ticket.departmentNames[language]} · `}
          {ticket.title[language]} · {words.received(formatDay(ticket.receivedAt, language, now))}
        </span>
        {ticket.isReplaced && <span className="ticket-under">{words.replaced}</span>}
      </td>
      <td>
        <b>{ticket.outcome[language]}</b> <span className="faint">{ticket.outcomeCode}</span>
        {ticket.place !== null && (
          <span className="ticket-under">
            {ticket.place}{' '}
            {onTask && taskId && (
              <button type="button" className="link-button no-print" onClick={() => onTask(taskId)}>
                {words.task}
              </button>
            )}
          </span>
        )}
      </td>
      <td>{ticket.rule[language]}</td>
      <td className="ticket-due">
        {words.due(formatDay(ticket.dueAt, language, now))}
        {ticket.isOverdue && <span className="ticket-under late">{words.overdue}</span>}
      </td>
      <td>
        <Answer ticket={ticket} onAnswer={onAnswer} />
      </td>
    </tr>
  );
}
