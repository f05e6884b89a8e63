// A department's answer to one ticket: what became of the row, a line of explanation, and perhaps the batch that corrects it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnswerCode, TicketRow } from '../../../server/flow/feedback/model.ts';
import { isConflict } from '../../api/problem.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { answerTicket, correctionsQuery } from './queries.ts';
import { ticketWords } from './words.ts';

const CODES = ['corrected', 'row-is-right', 'not-ours'] as const satisfies readonly AnswerCode[];

export function AnswerForm({ ticket, onClose }: { ticket: TicketRow; onClose: () => void }) {
  const client = useQueryClient();
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(ticketWords);
  const problemText = useProblemText();
  const say = useToast();
  const [code, setCode] = useState<AnswerCode | null>(null);
  const [text, setText] = useState('');
  const [batch, setBatch] = useState('');
  const corrections = useQuery({ ...correctionsQuery(ticket), enabled: code === 'corrected' });
  const send = useMutation({
    mutationFn: (chosen: AnswerCode) => {
      const batchId = chosen === 'corrected' && batch ? { batchId: Number(batch) } : {};
      return answerTicket(ticket, { code: chosen, text: text.trim(), ...batchId });
    },
    onSuccess: () => {
      say(words.sent);
      onClose();
    },
    onError: (error) => {
      if (!isConflict(error)) return;
      say(words.changed);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['tickets'] }),
  });
  const isReady = code !== null && text.trim().length >= 2 && !send.isPending;
  return (
    <Dialog title={words.open} onClose={onClose}>
      <p className="strong ticket-file">
        {ticket.fileName} {words.line(ticket.line)}
      </p>
      <p className="faint">
        {ticket.outcome[language]} · {ticket.rule[language]}
      </p>
      <form
        className="ticket-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && code) send.mutate(code);
        }}
      >
        <fieldset>
          <legend className="visually-hidden">{words.columns.answer}</legend>
          {CODES.map((one) => (
            <label key={one} className="ticket-choice">
              <input type="radio" name="code" checked={code === one} onChange={() => setCode(one)} />
              <span>
                <b>{words.answers[one]}</b>
                <span className="faint ticket-hint">{words.answerHints[one]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {code === 'corrected' && (corrections.data?.length ?? 0) > 0 && (
          <label>
            <span className="faint">{words.batch}</span>
            <select className="field" value={batch} onChange={(event) => setBatch(event.target.value)}>
              <option value="">{words.noBatch}</option>
              {corrections.data?.map((one) => (
                <option key={one.id} value={one.id}>
                  {words.batchName(one.id, one.file)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span className="faint">{words.text}</span>
          <textarea
            className="field"
            rows={3}
            maxLength={500}
            placeholder={words.textHint}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {send.isError && !isConflict(send.error) && (
          <p className="ticket-alert" role="alert">
            <b>{words.notSent}</b> {problemText(send.error)}
          </p>
        )}
        <div className="dialog-actions">
          <span className="faint ticket-once">{words.once}</span>
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={!isReady}>
            {send.isPending ? words.sending : words.send}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
