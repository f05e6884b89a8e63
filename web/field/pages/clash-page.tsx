// Two things are said of one household: what was written here, and what somebody else says, with who and when. The holder chooses.
import { useState } from 'react';
import type { Clash } from '../../../server/flow/tasks/model.ts';
import { serviceNow } from '../../api/now.ts';
import { type Choices, chooseBetween, clashesOf } from '../../offline/clashes.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { goTo, pathOf } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { useNow } from '../use-now.ts';
import { fieldWords } from '../words.ts';
import { inWords } from './clash-value.ts';
import { clashWords } from './clash-words.ts';
import './lead.css';

export function ClashPage({ id }: { id: string }) {
  const { language } = useLanguage();
  const words = useWords(clashWords);
  const field = useWords(fieldWords);
  const now = useNow();
  const say = useToast();
  const { phone, change, sync } = usePhone();
  const [choices, setChoices] = useState<Choices>({});
  const entry = phone.outbox.find((one) => one.id === id);
  const clashes = entry ? clashesOf(entry) : [];
  const isDone = clashes.every((clash) => choices[clash.field] !== undefined);
  const send = async () => {
    if (!(await change((before) => chooseBetween(before, id, choices, serviceNow())))) return say(field.full);
    sync();
    goTo(pathOf('outbox'), { replace: true });
  };
  if (!entry || clashes.length === 0)
    return (
      <Frame title={words.title} backTo={pathOf('outbox')}>
        <Empty>{words.done}</Empty>
      </Frame>
    );
  const saidOf = ({ field: of }: Clash, value: Clash['mine']) =>
    inWords({ entry, field: of, value }, phone.words, language);
  return (
    <Frame
      title={field.homeOf(entry.household)}
      backTo={pathOf('outbox', id)}
      footer={
        <button type="button" className="button button-primary" disabled={!isDone} onClick={() => void send()}>
          {words.send}
        </button>
      }
    >
      <div className="question">
        <h2>{words.question}</h2>
        <p className="faint">{words.hint}</p>
        {clashes.map((clash) => (
          <fieldset key={clash.field} className="choice-group clash">
            <legend>{clash.label[language]}</legend>
            {(['mine', 'theirs'] as const).map((side) => (
              <label key={side} className={choices[clash.field] === side ? 'choice is-chosen' : 'choice'}>
                <input
                  type="radio"
                  name={clash.field}
                  checked={choices[clash.field] === side}
                  onChange={() => setChoices({ ...choices, [clash.field]: side })}
                />
                <span>
                  {saidOf(clash, clash[side])}
                  <small>
                    {side === 'mine'
                      ? words.mine
                      : words.theirs(clash.theirsSource[language], formatDay(clash.theirsAt, language, now))}
                  </small>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </Frame>
  );
}
