// The form of a station: a station stands in a township, a service point in one of its villages.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { dayOf } from '../../../server/kernel/clock.ts';
import type { StationRow } from '../../../server/stations/model.ts';
import { areasQuery } from '../../api/areas.ts';
import { serviceNow } from '../../api/now.ts';
import { ApiError } from '../../api/problem.ts';
import { Field } from '../../ui/field.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { PeopleFields } from './people-fields.tsx';
import { inputOf, KINDS, saveStation } from './queries.ts';
import { stationWords } from './words.ts';

interface StationFormProps {
  /** Null: a new one. */
  station: StationRow | null;
  county: string;
  area: string;
  onSaved: (id: string) => void;
  onClose: () => void;
}

export function StationForm({ station, county, area, onSaved, onClose }: StationFormProps) {
  const client = useQueryClient();
  const common = useWords(ui);
  const words = useWords(stationWords);
  const say = useToast();
  const { form } = words;
  const [input, setInput] = useState(() => inputOf(station, area, dayOf(serviceNow())));
  const township = input.area.slice(0, 9);
  const townships = useQuery(areasQuery(county)).data ?? [];
  const villages = useQuery({ ...areasQuery(township), enabled: input.kind === 'point' && township !== '' }).data ?? [];
  const saving = useMutation({
    mutationFn: () => saveStation(input, station),
    onSuccess: async (saved) => {
      say(form.saved(saved.name));
      await client.invalidateQueries({ queryKey: ['stations'] });
      onSaved(saved.id);
    },
  });
  const faults = saving.error instanceof ApiError ? saving.error.errors : [];
  const field = (pointer: string, name: string, control: ReactNode) => (
    <Field name={name} faults={faults.filter((one) => one.pointer === pointer).map(({ detail }) => detail)}>
      {control}
    </Field>
  );
  const text = (name: 'name' | 'address', title: string, most: number) =>
    field(
      `/${name}`,
      title,
      <input
        className="field"
        required
        maxLength={most}
        value={input[name]}
        onChange={(event) => setInput({ ...input, [name]: event.target.value })}
      />,
    );
  return (
    <>
      <div className="panel-head">
        <h2>{station ? form.change(station.name) : form.make}</h2>
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
      <form
        className="panel-part form-rows"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <div className="form-pair">
          {field(
            '/kind',
            form.kind,
            <select
              className="field"
              value={input.kind}
              onChange={(event) => {
                const kind = event.target.value as typeof input.kind;
                setInput({ ...input, kind, area: township });
              }}
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {words.kinds[kind]}
                </option>
              ))}
            </select>,
          )}
          {field(
            '/openedOn',
            words.openedOn,
            <input
              className="field"
              type="date"
              required
              value={input.openedOn}
              onChange={(event) => setInput({ ...input, openedOn: event.target.value })}
            />,
          )}
        </div>
        <div className="form-pair">
          {field(
            '/area',
            form.township,
            <select
              className="field"
              required
              value={township}
              onChange={(event) => setInput({ ...input, area: event.target.value })}
            >
              <option value="">{form.pick}</option>
              {townships.map((one) => (
                <option key={one.code} value={one.code}>
                  {one.name}
                </option>
              ))}
            </select>,
          )}
          {input.kind === 'point' &&
            field(
              '/village',
              form.village,
              <select
                className="field"
                required
                value={input.area.length > 9 ? input.area : ''}
                onChange={(event) => setInput({ ...input, area: event.target.value || township })}
              >
                <option value="">{form.pick}</option>
                {villages.map((one) => (
                  <option key={one.code} value={one.code}>
                    {one.name}
                  </option>
                ))}
              </select>,
            )}
        </div>
        {text('name', form.name, 60)}
        {text('address', words.address, 120)}
        <div className="form-pair">
          {field(
            '/phone',
            words.phone,
            <input
              className="field"
              type="tel"
              maxLength={20}
              value={input.phone ?? ''}
              onChange={(event) => setInput({ ...input, phone: event.target.value || null })}
            />,
          )}
          {field(
            '/hours',
            words.hours,
            <input
              className="field"
              maxLength={60}
              placeholder={words.hoursHint}
              value={input.hours ?? ''}
              onChange={(event) => setInput({ ...input, hours: event.target.value || null })}
            />,
          )}
        </div>
        <PeopleFields township={township} value={input.people} onChange={(people) => setInput({ ...input, people })} />
        <FormEnd
          fault={saving.error}
          notDone={words.notDone}
          save={form.save}
          saving={form.saving}
          isSending={saving.isPending}
          onClose={onClose}
        />
      </form>
    </>
  );
}
