// The picker of a division below the reader's own, for pages whose sentence has one.
import { useQuery } from '@tanstack/react-query';
import { areasQuery } from '../../api/areas.ts';
import { useMe } from '../../api/session.ts';
import { deskWords } from '../../features/tasks/desk-words.ts';
import { taskWords } from '../../features/tasks/words.ts';
import { useWords } from '../../ui/language.tsx';
import { Picker } from '../../ui/picker.tsx';

export function AreaPicker({ value, onPick }: { value: string; onPick: (area: string) => void }) {
  const home = useMe().areas[0];
  const { whole } = useWords(deskWords);
  const { area } = useWords(taskWords);
  const inner = useQuery({ ...areasQuery(home?.code ?? ''), enabled: home !== undefined });
  const choices = [
    { value: '', name: whole(home?.name ?? '') },
    ...(inner.data ?? []).map((one) => ({ value: one.code, name: one.name })),
  ];
  const isKnown = choices.some((one) => one.value === value);
  return (
    <Picker
      label={area}
      value={value}
      choices={isKnown ? choices : [...choices, { value, name: value }]}
      onPick={onPick}
    />
  );
}
