// Handing a task back, with the reason; somebody else is sent then.
import { useState } from 'react';
import { serviceNow } from '../../api/now.ts';
import { ChoiceRow } from '../../features/visits/choice-list.tsx';
import { addMove } from '../../offline/phone.ts';
import { useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { goTo, pathOf } from '../address.tsx';
import { Frame } from '../frame.tsx';
import { usePhone } from '../open-phone.tsx';
import { fieldWords } from '../words.ts';

export function HandBackPage({ id }: { id: string }) {
  const common = useWords(ui);
  const words = useWords(fieldWords);
  const say = useToast();
  const { shown, change, sync } = usePhone();
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const head = shown.find(({ task }) => task.id === id)?.task.head ?? common.someone;
  const reason = chosen === '' ? text.trim() : (chosen ?? '');
  const send = async () => {
    const move = { kind: 'return' as const, taskId: id, household: head, body: { reason } };
    if (!(await change((before) => addMove(before, move, serviceNow())))) return say(words.full);
    sync();
    say(words.back.done);
    goTo(pathOf(), { replace: true });
  };
  return (
    <Frame
      title={words.homeOf(head)}
      backTo={pathOf('h', id)}
      footer={
        <button
          type="button"
          className="button button-primary"
          disabled={reason.length < 2}
          onClick={() => void send()}
        >
          {words.back.send}
        </button>
      }
    >
      <div className="question">
        <h2>{words.back.question}</h2>
        <p className="faint">{words.back.hint}</p>
        {words.back.reasons.map((one) => (
          <ChoiceRow key={one} name="reason" label={one} isChosen={chosen === one} onChoose={() => setChosen(one)} />
        ))}
        <ChoiceRow name="reason" label={words.back.other} isChosen={chosen === ''} onChoose={() => setChosen('')} />
        {chosen === '' && (
          <textarea
            className="field"
            rows={3}
            maxLength={500}
            aria-label={words.back.other}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </div>
    </Frame>
  );
}
