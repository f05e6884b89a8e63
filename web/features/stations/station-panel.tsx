// One station: its address, its people, and the acts of its county.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf } from '../../../server/kernel/clock.ts';
import type { StationRow } from '../../../server/stations/model.ts';
import { serviceNow, useNow } from '../../api/now.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { closeStation } from './queries.ts';
import { stationWords } from './words.ts';

interface StationPanelProps {
  station: StationRow;
  canChange: boolean;
  onChange: () => void;
  onClose: () => void;
}

export function StationPanel({ station, canChange, onChange, onClose }: StationPanelProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(stationWords);
  const { visitorKinds } = useWords(roleWords);
  const now = useNow();
  const [isClosing, setIsClosing] = useState(false);
  const { name, kind, area, within, address, phone, hours, openedOn, closedOn, closeReason, people } = station;
  const facts: [string, string | null][] = [
    [words.columns.place, [...within, area].map((one) => one.name).join(' ')],
    [words.address, address],
    [words.phone, phone],
    [words.hours, hours],
    [words.openedOn, formatDay(openedOn, language, now)],
    [words.reason, closeReason],
  ];
  return (
    <>
      <div className="panel-head">
        <h2>
          {name} <span className="faint">{words.kinds[kind]}</span>
        </h2>
        <button type="button" className="button no-print" onClick={onClose}>
          {common.close}
        </button>
      </div>
      {closedOn && <p className="note-line">{words.closed(formatDay(closedOn, language, now))}</p>}
      <dl className="panel-part panel-facts">
        {facts.map(
          ([title, value]) =>
            value && (
              <div key={title} style={{ display: 'contents' }}>
                <dt>{title}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <section className="panel-part">
        <h3>{words.form.people}</h3>
        {people.length === 0 && <p className="faint">{words.nobody}</p>}
        <ul>
          {people.map((one) => (
            <li key={`${one.name} ${one.kind} ${one.userId}`}>
              {one.name}{' '}
              <span className="faint">
                {visitorKinds[one.kind]} {words.since(formatDay(one.fromOn, language, now))}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {canChange && !closedOn && (
        <div className="panel-part panel-acts no-print">
          <ActButton onClick={onChange}>{words.change}</ActButton>
          <ActButton onClick={() => setIsClosing(true)}>{words.close}</ActButton>
        </div>
      )}
      {isClosing && <CloseDialog station={station} onClose={() => setIsClosing(false)} />}
    </>
  );
}

function CloseDialog({ station, onClose }: { station: StationRow; onClose: () => void }) {
  const client = useQueryClient();
  const common = useWords(ui);
  const words = useWords(stationWords);
  const problemText = useProblemText();
  const say = useToast();
  const [reason, setReason] = useState('');
  const [closedOn, setClosedOn] = useState(dayOf(serviceNow()));
  const closing = useMutation({
    mutationFn: () => closeStation(station, { closedOn, reason: reason.trim() }),
    onSuccess: async () => {
      say(words.closeDone(station.name));
      onClose();
      await client.invalidateQueries({ queryKey: ['stations'] });
    },
  });
  const isReady = reason.trim().length >= 2 && !closing.isPending;
  return (
    <Dialog title={words.closeTitle(station.name)} onClose={onClose}>
      <form
        className="form-rows"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) closing.mutate();
        }}
      >
        <p>{words.closeAbout}</p>
        <label>
          <span>{words.closedOn}</span>
          <input
            className="field"
            type="date"
            required
            value={closedOn}
            onChange={(event) => setClosedOn(event.target.value)}
          />
        </label>
        <label>
          <span>{words.reason}</span>
          <input className="field" maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {closing.isError && (
          <p className="note-line is-urgent" role="alert">
            <b>{words.notDone}</b> {problemText(closing.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <ActButton type="submit" className="button button-primary" disabled={!isReady}>
            {closing.isPending ? words.closing : words.close}
          </ActButton>
        </div>
      </form>
    </Dialog>
  );
}
