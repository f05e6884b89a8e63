// Who goes to doors in an area, to name one of them; volunteers and their like with their kind.
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { carersQuery } from './queries.ts';
import { routineDeskWords } from './words.ts';

interface CarerChoiceProps {
  area: string;
  value: string;
  /** Kinds that may go; none named: all. */
  visitors?: readonly string[] | undefined;
  onPick: (id: string) => void;
}

export function CarerChoice({ area, value, visitors, onPick }: CarerChoiceProps) {
  const words = useWords(routineDeskWords);
  const { visitorKinds } = useWords(roleWords);
  const carers = useQuery(carersQuery(area));
  const able = (carers.data ?? []).filter((one) => visitors === undefined || visitors.includes(one.visitorKind));
  return (
    <label>
      <span>{words.form.carer}</span>
      <select className="field" value={value} onChange={(event) => onPick(event.target.value)}>
        <option value="">{words.anyone}</option>
        {able.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} {visitorKinds[one.visitorKind as keyof typeof visitorKinds]}
          </option>
        ))}
      </select>
    </label>
  );
}
