// Somebody called, wrote, or stood at the counter: a household is written down, and somebody is sent.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { DeskLeadInput, LeadUrgency } from '../../../server/leads/model.ts';
import { areasQuery } from '../../api/areas.ts';
import { outcomesQuery } from '../../api/outcomes.ts';
import { ApiError } from '../../api/problem.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { afterLead, saveLead } from './queries.ts';
import { leadWords } from './words.ts';
import './leads.css';

const CHANNELS: readonly DeskLeadInput['channel'][] = ['self-report', '12345', 'petition'];
const URGENCIES: readonly LeadUrgency[] = ['today', 'days', 'later'];

type Choice = readonly [value: string, name: string];

interface LeadDialogProps {
  /** The area of whoever writes: a county, or one township. */
  area: string;
  onSaved: (taskId: string) => void;
  onClose: () => void;
}

export function LeadDialog({ area, onSaved, onClose }: LeadDialogProps) {
  const { language } = useLanguage();
  const client = useQueryClient();
  const words = useWords(leadWords);
  const say = useToast();
  const [input, setInput] = useState({
    ...{ channel: 'self-report', township: area.length > 6 ? area : '', areaCode: '', head: '', people: '' },
    ...{ phone: '', address: '', idNumber: '', cause: '', urgency: '', summary: '' },
  });
  const set = (part: Partial<typeof input>) => setInput({ ...input, ...part });
  const townships = useQuery({ ...areasQuery(area), enabled: area.length === 6 }).data ?? [];
  const villages = useQuery({ ...areasQuery(input.township), enabled: input.township !== '' }).data ?? [];
  const causes = useQuery(outcomesQuery).data?.causes ?? [];
  const saving = useMutation({
    mutationFn: () => saveLead(inputOf(input)),
    onSuccess: async ({ taskId, hasJoined }) => {
      say(hasJoined ? words.joined(input.head) : words.saved(input.head));
      await afterLead(client);
      onSaved(taskId);
    },
  });
  const faults = saving.error instanceof ApiError ? saving.error.errors : [];
  const field = (name: string, title: string, control: ReactNode, hint?: string) => (
    <Field
      name={title}
      hint={hint}
      faults={faults.filter((one) => one.pointer === `/${name}`).map(({ detail }) => detail)}
    >
      {control}
    </Field>
  );
  const choice = (name: keyof typeof input, title: string, choices: readonly Choice[], isRequired = false) =>
    field(
      name,
      title,
      <select
        className="field"
        required={isRequired}
        value={input[name]}
        onChange={(event) =>
          set({ [name]: event.target.value, ...(name === 'township' ? { areaCode: '' } : undefined) })
        }
      >
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>,
    );
  const line = (name: keyof typeof input, title: string, most: number, hint?: string) =>
    field(
      name,
      title,
      <input
        className="field"
        required={name === 'head' || name === 'people'}
        type={name === 'people' ? 'number' : 'text'}
        min={1}
        max={30}
        maxLength={most}
        autoComplete="off"
        value={input[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      />,
      hint,
    );
  const places = (list: readonly { code: string; name: string }[]): Choice[] => [
    ['', words.pick],
    ...list.map((one): Choice => [one.code, one.name]),
  ];
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p className="faint">{words.hint}</p>
      <form
        className="lead-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <div className="form-pair">
          {choice(
            'channel',
            words.channel,
            CHANNELS.map((one) => [one, words.channels[one]]),
          )}
          {choice('urgency', words.urgency, [
            ['', words.byCause],
            ...URGENCIES.map((one): Choice => [one, words.urgencies[one]]),
          ])}
        </div>
        <div className="form-pair">
          {area.length === 6 && choice('township', words.township, places(townships), true)}
          {choice('areaCode', words.village, places(villages), true)}
        </div>
        <div className="form-pair">
          {line('head', words.head, 40)}
          {line('people', words.people, 2)}
        </div>
        <div className="form-pair">
          {line('phone', words.phone, 20)}
          {line('idNumber', words.idNumber, 18, words.idHint)}
        </div>
        {line('address', words.address, 200)}
        {choice('cause', words.cause, [
          ['', words.noCause],
          ...causes.map((one): Choice => [one.code, one.names[language]]),
        ])}
        {field(
          'summary',
          words.summary,
          <textarea
            className="field"
            required
            rows={3}
            minLength={4}
            maxLength={500}
            value={input.summary}
            onChange={(event) => set({ summary: event.target.value })}
          />,
        )}
        <FormEnd
          fault={saving.error}
          notDone={words.notDone}
          save={words.save}
          saving={words.saving}
          isSending={saving.isPending}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

function inputOf(typed: Record<string, string>): DeskLeadInput {
  const { channel, areaCode = '', head = '', people, phone, address, idNumber, cause, urgency, summary = '' } = typed;
  return {
    ...{ areaCode, head, people: Number(people), phone: phone || null, address: address || null, summary },
    ...{ idNumber: idNumber || null, cause: cause || null, urgency: (urgency || null) as LeadUrgency | null },
    channel: channel as DeskLeadInput['channel'],
  };
}
