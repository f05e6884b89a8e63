// Everyone it can be given to, those of this village first, with what they have in hand and can still take.
import type { Coordinator } from '../../../server/flow/tasks/model.ts';
import { useWords } from '../../ui/language.tsx';
import { roomOf } from './load.ts';
import { taskWords } from './words.ts';

interface CoordinatorChoiceProps {
  coordinators: readonly Coordinator[];
  holderId: string | null;
  chosenId: string;
  onChoose: (id: string) => void;
}

export function CoordinatorChoice({ coordinators, holderId, chosenId, onChoose }: CoordinatorChoiceProps) {
  const words = useWords(taskWords);
  return (
    <fieldset className="coordinators">
      <legend className="faint">{words.chooseTitle}</legend>
      {coordinators.map((one) => {
        const room = roomOf(one);
        return (
          <label key={one.id} className="coordinator">
            <input
              type="radio"
              name="coordinator"
              checked={one.id === chosenId}
              disabled={one.id === holderId || one.isAway}
              onChange={() => onChoose(one.id)}
            />
            <span>
              <b>{one.name}</b>{' '}
              <span className="faint">
                {one.isHere ? words.here : one.villages.map((village) => village.name).join(' ')}
                {one.id === holderId && `　${words.given}`}
                {one.isAway && `　${words.away(one.cover?.name ?? null)}`}
              </span>
            </span>
            <span className={room > 0 ? 'number' : 'number strong'}>{words.load(one.inHand, room)}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
