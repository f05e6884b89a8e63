// Recording days away: who, from when until when, who stands in, and what becomes of the tasks in hand.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { TeamMember } from '../../../server/flow/tasks/desk/model.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { addAbsence } from './queries.ts';
import { absenceWords } from './words.ts';

interface AbsenceFormProps {
  team: readonly TeamMember[];
  today: string;
  onClose: () => void;
}

/** The townships in which somebody serves. */
const townshipsOf = (member: TeamMember) => new Set(member.places.map((place) => place.slice(0, 9)));

/** What becomes of the work in hand, in a line or two. */
function Fate({ person, cover }: { person: TeamMember; cover: TeamMember | undefined }) {
  const { form } = useWords(absenceWords);
  const open = person.inHand - person.accepted;
  if (person.inHand === 0) return null;
  return (
    <div className="preview-box">
      <p>{cover ? form.goes(open, cover.name) : form.stays(person.inHand)}</p>
      {cover && person.accepted > 0 && <p>{form.accepted(person.accepted)}</p>}
    </div>
  );
}

export function AbsenceForm({ team, today, onClose }: AbsenceFormProps) {
  const { form } = useWords(absenceWords);
  const say = useToast();
  const client = useQueryClient();
  const [userId, setUserId] = useState('');
  const [coverId, setCoverId] = useState('');
  const [fromOn, setFromOn] = useState(today);
  const [untilOn, setUntilOn] = useState(today);
  const [reason, setReason] = useState('');
  const person = team.find((one) => one.id === userId);
  const own = person ? townshipsOf(person) : new Set<string>();
  const covers = team.filter((one) => one.id !== userId && [...townshipsOf(one)].some((code) => own.has(code)));
  const cover = covers.find((one) => one.id === coverId);
  const add = useMutation({
    mutationFn: () => addAbsence({ userId, coverId: cover?.id ?? null, fromOn, untilOn, reason: reason.trim() }),
    onSuccess: async () => {
      say(form.saved(person?.name ?? ''));
      onClose();
      await Promise.all(['absences', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  const isComplete = person !== undefined && reason.trim().length >= 2 && fromOn <= untilOn && untilOn >= today;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) add.mutate();
  };
  return (
    <Dialog title={form.title} onClose={onClose}>
      <form className="plain-form" onSubmit={submit}>
        <label>
          <span>{form.who}</span>
          <select className="field" value={userId} onChange={(event) => setUserId(event.target.value)}>
            <option value="">{form.choose}</option>
            {team.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} {one.township}
              </option>
            ))}
          </select>
        </label>
        <div className="two">
          <label>
            <span>{form.from}</span>
            <input className="field" type="date" value={fromOn} onChange={(event) => setFromOn(event.target.value)} />
          </label>
          <label>
            <span>{form.until}</span>
            <input
              className="field"
              type="date"
              min={fromOn < today ? today : fromOn}
              value={untilOn}
              onChange={(event) => setUntilOn(event.target.value)}
            />
          </label>
        </div>
        <label>
          <span>{form.cover}</span>
          <select
            className="field"
            value={cover?.id ?? ''}
            disabled={!person}
            onChange={(event) => setCoverId(event.target.value)}
          >
            <option value="">{form.nobody}</option>
            {covers.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{form.reason}</span>
          <input className="field" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {person && <Fate person={person} cover={cover} />}
        <FormEnd
          fault={add.error}
          save={form.save}
          isSending={add.isPending}
          isComplete={isComplete}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
